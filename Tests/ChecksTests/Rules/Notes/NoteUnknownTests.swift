// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct NoteUnknownTests {
  @Test func noSuchType() {
    let found = findings(NoteUnknown.self) { $0.notes.append(TestNote(0x99, [1, 0, 0, 0])) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("0x99") == true)
  }

  @Test func newerThanTheTarget() {
    let note = TestNote(.phys32Reloc, 0x20_0000, size: 4)
    let old = findings(NoteUnknown.self) { $0.set(note) }
    #expect(old.map(\.severity) == [.note])
    let new = findings(NoteUnknown.self, target: Target(xen: XenRelease(4, 19))) { $0.set(note) }
    #expect(new.isEmpty)
  }

  @Test func knownOnes() { #expect(findings(NoteUnknown.self).isEmpty) }
}
