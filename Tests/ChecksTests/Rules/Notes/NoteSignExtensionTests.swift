// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct NoteSignExtensionTests {
  @Test func fourBytesOfAHighAddress() {
    let found = findings(NoteSignExtension.self) {
      $0.set(TestNote(.virtBase, TestGuest.base, size: 4))
    }
    #expect(found.map(\.place.note) == ["VIRT_BASE"])
    #expect(found.first?.message.contains("0xffffffff80000000") == true)
  }

  @Test func lowAddressesAndNarrowKernelsAreFine() {
    #expect(findings(NoteSignExtension.self).isEmpty)
    #expect(
      findings(NoteSignExtension.self) { $0.set(TestNote(.virtBase, 0x4000_0000, size: 4)) }
        .isEmpty)
    #expect(findings(NoteSignExtension.self, of: .pae).isEmpty)
  }
}
