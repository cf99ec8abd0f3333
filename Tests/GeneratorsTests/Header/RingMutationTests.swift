// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Generators
import HypervisorABI
import Testing

/// A wrong ring macro makes `rings.c` print something else.
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

  @Test func everyWrongMacroIsSeen() throws {
    try Places.withScratchFolder { folder in
      let tree = Generate.headerTree(HeaderDescription(.standard))
      try TreeWriter(directory: folder + "/xen").write(tree)
      let header = try #require(tree.first { $0.path == "io/ring.h" }).text
      let expected = try output(header, in: folder)
      #expect(expected.contains("taken: "))
      for (right, wrong) in Self.mutations {
        #expect(header.contains(right))
        let found = try output(header.replacing(right, with: wrong, maxReplacements: 1), in: folder)
        #expect(found != expected, "\(right) -> \(wrong)")
      }
    }
  }

  /// What the program prints with that ring.h.
  private func output(_ header: String, in folder: String) throws -> String {
    try header.write(toFile: folder + "/xen/io/ring.h", atomically: false, encoding: .utf8)
    let program = folder + "/rings"
    let source = Places.package + "/Tests/GeneratorsTests/Header/rings.c"
    let built = try Command.run(["gcc", "-std=gnu99", "-I", folder, "-o", program, source])
    try #require(built.status == 0, "\(built.errors)")
    return try Command.run(["timeout", "20", program]).output
  }
}
