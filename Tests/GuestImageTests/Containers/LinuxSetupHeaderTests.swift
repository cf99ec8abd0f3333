// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct LinuxSetupHeaderTests {
  let file = BzImageBuilder(payload: [1, 2, 3], setupSectors: 7, payloadOffset: 0x123).build()

  @Test func fields() throws {
    let header = try #require(LinuxSetupHeader(Bytes(file)))
    #expect(header.setupSectors == 7)
    #expect(header.version == 0x020f)
    #expect(header.payloadOffset == 0x123)
    #expect(header.payloadLength == 3)
    #expect(header.payloadStart == 8 * 512 + 0x123)
  }

  @Test(arguments: [0, 0x1f1, 0x206, 0x207, 0x248, 0x24f])
  func cutOff(count: Int) {
    #expect(LinuxSetupHeader(Bytes(Array(file.prefix(count)))) == nil)
  }

  /// Older headers end before the payload's fields.
  @Test func oldAndShort() throws {
    var old = Array(file.prefix(0x230))
    old.set(UInt16(0x0203), at: 0x206)
    let header = try #require(LinuxSetupHeader(Bytes(old)))
    #expect(header.payloadLength == 0)
  }
}
