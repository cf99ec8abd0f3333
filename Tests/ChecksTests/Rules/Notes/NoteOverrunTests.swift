// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct NoteOverrunTests {
  /// As grub-i386-xen.bin has it: 12 bytes claimed, 4 there.
  @Test func lastDescriptorPastTheEnd() {
    let found = findings(NoteOverrun.self) {
      $0.notes.append(TestNote(.paeMode, "yes"))
      $0.notes[$0.notes.count - 1].descriptorSize = 12
    }
    #expect(found.map(\.place.note) == ["PAE_MODE"])
    #expect(found.first?.message.contains("12 bytes where 4 bytes are left") == true)
  }

  @Test func insideIsFine() { #expect(findings(NoteOverrun.self).isEmpty) }
}
