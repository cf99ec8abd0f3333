// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct PrivateAreaTests {
  @Test func kernelInside() {
    let found = findings(PrivateArea.self) { $0.move(toBase: 0xffff_8010_0000_0000) }
    #expect(found.map(\.place.note) == ["VIRT_BASE"])
  }

  @Test func tableInside() {
    let found = findings(PrivateArea.self) {
      $0.set(TestNote(.initP2M, 0xffff_8700_0000_0000))
    }
    #expect(found.map(\.place.note) == ["INIT_P2M"])
  }

  @Test func outside() {
    #expect(findings(PrivateArea.self).isEmpty)
    #expect(findings(PrivateArea.self) { $0.move(toBase: 0xffff_8800_0000_0000) }.isEmpty)
    #expect(findings(PrivateArea.self) { $0.set(TestNote(.initP2M, 0x80_0000_0000)) }.isEmpty)
  }
}
