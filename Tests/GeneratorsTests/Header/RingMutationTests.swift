// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Generators
import HypervisorABI
import Testing

/// A wrong ring macro makes its program print something else.
@Suite struct RingMutationTests {
  private static let mutations = [
    ("req_event = 1;", "req_event = 0;"),
    ("rsp_event = 1;", "rsp_event = 2;"),
    ("(r)->made = (at)", "(r)->made = 0"),
    ("_event < made_", "_event <= made_"),
    ("_cons + 1;", "_cons;"),
    ("room_ : waiting_", "room_ + 1 : waiting_"),
    (" >= RING_SIZE(r)", " > RING_SIZE(r)"),
    (" > RING_SIZE(r)", " >= RING_SIZE(r)"),
    ("RING_SIZE(r) - 1)]", "RING_SIZE(r) - 2)]"),
    ("RING_SIZE(r) + (r)->rsp_cons", "RING_SIZE(r) - 1 + (r)->rsp_cons"),
    ("((bytes) - __builtin_offsetof(type, ring))", "(bytes)"),
    ("xen_mb(); \\\n\t\t\t(more) = unconsumed(r);", "xen_mb();"),
  ]

  private static let flexMutations = [
    ("count & (ring_size - 1)", "count & ring_size"),
    ("ring + *masked_cons, head", "ring + masked_prod, head"),
    ("(char *)to + head, ring", "(char *)to + head, ring + 1"),
    ("ring + *masked_prod, from", "ring + masked_cons, from"),
    ("__builtin_memcpy(ring, (const char *)from + head, size - head);", ""),
    ("*masked_prod + (RING_IDX)size", "*masked_prod"),
    ("*masked_cons + (RING_IDX)size", "*masked_cons + 1"),
    ("prod - cons, ring_size", "cons - prod, ring_size"),
    ("used == 0 && prod != cons", "used == 0"),
    ("uint8_t pad2[56]", "uint8_t pad2[52]"),
    ("RING_IDX out_cons, out_prod;", "RING_IDX out_cons;"),
    ("size < ring_size - masked ?", "size <= ring_size ?"),
  ]

  @Test(arguments: [(MacroProgram.rings, mutations), (.flexRings, flexMutations)])
  func everyWrongMacroIsSeen(program: MacroProgram, mutations: [(String, String)]) throws {
    try Places.withScratchFolder { folder in
      let tree = Generate.headerTree(HeaderDescription(.standard))
      try TreeWriter(directory: folder + "/xen").write(tree)
      let header = try #require(tree.first { $0.path == "io/ring.h" }).text
      let expected = try program.output(.gcc, ["-I", folder])
      #expect(program.lines.allSatisfy { expected.contains($0) })
      for (right, wrong) in mutations {
        #expect(header.contains(right))
        let text = header.replacing(right, with: wrong, maxReplacements: 1)
        try text.write(toFile: folder + "/xen/io/ring.h", atomically: false, encoding: .utf8)
        let found = try program.output(.gcc, ["-Wno-error", "-I", folder])
        #expect(found != expected, "\(right) -> \(wrong)")
      }
    }
  }
}
