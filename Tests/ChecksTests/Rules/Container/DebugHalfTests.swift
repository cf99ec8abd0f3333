// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import TestGuests
import Testing

@Suite struct DebugHalfTests {
  @Test func codeWithoutBytes() {
    let found = findings(DebugHalf.self) { $0.codeSectionType = SHT_NOBITS }
    #expect(found.map(\.severity) == [.error])
    #expect(found.map(\.place.section) == [".text"])
    #expect(found.first?.message.contains("debugging half") == true)
  }

  @Test func codeIsThere() {
    #expect(findings(DebugHalf.self) { $0.codeSectionType = SHT_PROGBITS }.isEmpty)
    #expect(findings(DebugHalf.self).isEmpty)
  }
}
