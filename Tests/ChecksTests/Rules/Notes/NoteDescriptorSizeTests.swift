// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct NoteDescriptorSizeTests {
  @Test(arguments: [0, 3, 5, 16])
  func numbersOfOtherSizes(size: Int) {
    let found = findings(NoteDescriptorSize.self) {
      $0.set(TestNote(.entry, TestNote.number(0x10_0000, size: size)))
    }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.place.note == "ENTRY")
    #expect(found.first?.message.contains("has \(size) bytes") == true)
  }

  @Test(arguments: [1, 2, 4, 8])
  func numbersOfRightSizes(size: Int) {
    #expect(findings(NoteDescriptorSize.self) { $0.set(TestNote(.entry, 1, size: size)) }.isEmpty)
  }

  @Test func bitmapsAndPairs() {
    let bad = [
      TestNote(.supportedFeatures, [1, 2, 3]), TestNote(.l1MfnValid, [1, 0, 0, 0]),
      TestNote(.phys32Reloc, [0, 0]),
    ]
    for note in bad {
      #expect(findings(NoteDescriptorSize.self) { $0.set(note) }.count == 1, "\(note.type)")
    }
    let good = [
      TestNote(.supportedFeatures, 1, size: 4), TestNote(.l1MfnValid, 1, size: 16),
      TestNote(.phys32Reloc, 0, size: 12),
    ]
    for note in good {
      #expect(findings(NoteDescriptorSize.self) { $0.set(note) }.isEmpty, "\(note.type)")
    }
  }
}
