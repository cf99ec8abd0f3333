// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct PayloadProtocolTests {
  @Test(arguments: [(UInt16(0x207), "2.07"), (0x203, "2.03")])
  func tooOld(version: UInt16, words: String) {
    let found = findings(PayloadProtocol.self, ofBytes: bzImage(version: version, payload: [1]))
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("boot protocol \(words)") == true)
    #expect(found.first?.message.contains("vmlinux") == true)
  }

  @Test func newEnough() {
    #expect(findings(PayloadProtocol.self, ofBytes: bzImage(version: 0x208, payload: [1])).isEmpty)
  }
}
