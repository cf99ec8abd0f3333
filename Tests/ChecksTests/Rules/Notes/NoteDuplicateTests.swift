// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct NoteDuplicateTests {
  @Test func anotherValue() {
    let found = findings(NoteDuplicate.self) { $0.notes.append(TestNote(.virtBase, 0)) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.place.note == "VIRT_BASE")
  }

  @Test func theSameValue() {
    let found = findings(NoteDuplicate.self) {
      $0.notes.append(TestNote(.virtBase, TestGuest.base))
    }
    #expect(found.map(\.severity) == [.note])
  }

  @Test func featuresAddUp() {
    #expect(findings(NoteDuplicate.self).isEmpty)
    let found = findings(NoteDuplicate.self) {
      $0.notes.append(TestNote(.features, "pae_pgdir_above_4gb"))
    }
    #expect(found.isEmpty)
  }
}
