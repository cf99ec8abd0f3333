// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct ReleaseUnknownTests {
  @Test(arguments: [(4, 17, 99), (4, 22, 1)])
  func newerThanTheKnownOnes(major: Int, minor: Int, update: Int) throws {
    let release = XenRelease(major, minor, update)
    let newest = try #require(release.newestUpdate)
    let found = findings(ReleaseUnknown.self, target: Target(xen: release))
    #expect(found.map(\.severity) == [.note])
    let message = found.first?.message ?? ""
    #expect(message.hasPrefix("Xen \(release) is newer than \(newest), "), "\(message)")
    #expect(message.hasSuffix("it is checked as \(newest) is"), "\(message)")
  }

  @Test func theKnownOnes() {
    for release in XenRelease.modelled + XenRelease.early + [XenRelease(4, 17, 7)] {
      #expect(findings(ReleaseUnknown.self, target: Target(xen: release)).isEmpty, "\(release)")
    }
  }
}
