// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct VirtBaseMissingTests {
  @Test func withPaddrOffset() {
    let found = findings(VirtBaseMissing.self) { $0.remove(.virtBase) }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.hasPrefix("PADDR_OFFSET without VIRT_BASE") == true)
  }

  @Test func linkedHigh() {
    let found = findings(VirtBaseMissing.self) {
      $0.remove(.virtBase)
      $0.remove(.paddrOffset)
    }
    #expect(found.first?.message.contains("0xffffffff80100000") == true)
  }

  @Test func linkedWhereItIsLoaded() {
    #expect(findings(VirtBaseMissing.self).isEmpty)
    let found = findings(VirtBaseMissing.self) {
      $0.move(toBase: 0)
      $0.remove(.virtBase)
      $0.remove(.paddrOffset)
    }
    #expect(found.isEmpty)
  }
}
