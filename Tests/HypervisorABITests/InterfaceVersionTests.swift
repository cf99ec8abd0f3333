// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct InterfaceVersionTests {
  @Test(arguments: [
    ("3.0.2", 0x30101), ("3.0.4", 0x30205), ("3.1", 0x30205), ("3.4", 0x30209), ("4.1", 0x3020a),
    ("4.5", 0x40400), ("4.5.1", 0x40500), ("4.11", 0x40900), ("4.11.4", 0x40901),
    ("4.17", 0x40e00), ("4.18", 0x40e00), ("4.22", 0x41300),
  ])
  func followsTheRelease(text: String, version: Int) throws {
    let release = try #require(XenRelease(text))
    #expect(release.interfaceVersion == UInt32(version))
  }

  @Test func isNilBeforeTheFirst() {
    #expect(XenRelease(3, 0).interfaceVersion == nil)
  }

  @Test func growsWithTheReleases() {
    let latest = InterfaceVersion.latest
    #expect(latest.map(\.value) == latest.map(\.value).sorted())
    #expect(latest.map(\.since) == latest.map(\.since).sorted())
  }
}
