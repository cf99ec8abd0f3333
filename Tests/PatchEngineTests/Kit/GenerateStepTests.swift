// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Files of the ABI model, as an entry asks for them.
@Suite struct GenerateStepTests {
  @Test func optionsSayWhatIsWanted() throws {
    let sections = """
      generate shims a.h for 3.1 arch i386 entry page include <xen/interface/xen.h> on 2.6.16-2.6.18

      generate shims b.h arch x86_64 mode hvm entry vmmcall style c11

      generate headers c.h for 4.17 interface 0x00030205 only event_channel,sched

      generate notes d.S
      """
    try Scene.with(kit: ["one/0110-generated.entry": Scene.entry(sections)]) { scene in
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
}
