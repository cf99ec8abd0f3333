// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Files of the ABI model, as an entry asks for them.
@Suite struct GenerateStepTests {
  @Test func optionsSayWhatIsWanted() throws {
    let sections = """
      generate shims a.h arch i386 entry page include <xen/interface/xen.h> since 2.6.16

      generate shims b.h arch x86_64 mode hvm entry vmmcall style c11

      generate headers c.h interface 0x00030205 only event_channel,sched

      generate notes d.S
      """
    try Scene.with(kit: ["one/0110-generated/entry": Scene.entry(sections)]) { scene in
      _ = try scene.bench().apply(nil)
      let made = try scene.snapshot()
      #expect(made["a.h"]?.contains("#include <xen/interface/xen.h>") == true)
      #expect(made["a.h"]?.contains("32-bit PV guest") == true)
      #expect(made["b.h"]?.contains("vmmcall") == true)
      #expect(made["c.h"]?.contains("SCHEDOP_poll") == true)
      #expect(made["c.h"]?.contains("0x00030205") == true)
      #expect(made["c.h"]?.contains("BLKIF_OP_READ") == false)
      #expect(made["d.S"]?.contains(".note.Xen") == true)
    }
  }

  /// The kit says which Xen, not the tool.
  @Test func theKitsXenIsGenerated() throws {
    let entry = Scene.entry("generate headers xen.h only xen")
    for xen in ["4.17", "3.1"] {
      try Scene.with(kit: ["kit": "Xen: \(xen)\n", "one/0100-a/entry": entry]) { scene in
        _ = try scene.bench().apply(nil)
        let text = try #require(try scene.text("xen.h"))
        #expect(text.contains("Xen \(xen)"), "\(text.prefix(400))")
        // It came with Xen 4.2.
        #expect(text.contains("mmuext_op") && text.contains("MMUEXT_MARK_SUPER") == (xen == "4.17"))
      }
    }
  }

  /// A shim is for the architecture that its path stands for.
  @Test func aShimIsForItsArchitecture() throws {
    let entry = Scene.entry("generate shims {asm}/xen/hypercall.h")
    try Scene.with(kit: ["one/0100-a/entry": entry]) { scene in
      _ = try scene.bench([.i386, .x86_64]).apply(nil)
      #expect(try scene.text("include/asm-i386/xen/hypercall.h")?.contains("32-bit PV") == true)
      #expect(try scene.text("include/asm-x86_64/xen/hypercall.h")?.contains("64-bit PV") == true)
    }
  }

  /// One file cannot be that of each architecture.
  @Test func oneFileForTwoArchitecturesIsRefused() throws {
    for (words, isRefused) in [("", true), (" arch i386", false), (" on x86_64", false)] {
      let kit = ["one/0100-a/entry": Scene.entry("generate shims include/s.h\(words)")]
      try Scene.with(kit: kit) { scene in
        let refusals = try scene.bench([.x86_64, .i386]).status(nil).refusals
        #expect(refusals.isEmpty == !isRefused)
        #expect(
          refusals.allSatisfy {
            $0.problem.hasPrefix("is one file for i386 and x86_64, but the generated")
          }
        )
        #expect(try scene.bench([.x86_64]).apply(nil, isTrial: true).refusals.isEmpty)
      }
    }
  }
}
