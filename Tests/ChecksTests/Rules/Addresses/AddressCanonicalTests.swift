// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct AddressCanonicalTests {
  @Test(arguments: [XenNote.virtBase, .initP2M, .hypercallPage, .entry])
  func notCanonical(note: XenNote) {
    let found = findings(AddressCanonical.self) { $0.set(TestNote(note, 0x8000_0000_0000_0000)) }
    #expect(found.map(\.place.note) == [note.name])
    #expect(found.map(\.place.address) == [0x8000_0000_0000_0000])
  }

  @Test(arguments: [0x7fff_ffff_f000, 0x80_0000_0000, 0xffff_8000_0000_0000, UInt64.max])
  func canonical(address: UInt64) {
    #expect(findings(AddressCanonical.self) { $0.set(TestNote(.initP2M, address)) }.isEmpty)
  }
}
