// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

/// The stable updates of each branch.
@Suite struct UpdatesTests {
  @Test func eachBranchHasItsNewestUpdate() throws {
    for release in XenRelease.modelled {
      let newest = try #require(release.newestUpdate, "\(release)")
      #expect(newest >= release && (newest.major, newest.minor) == (release.major, release.minor))
      #expect(release.lastUpdate.map { $0 == newest } ?? true)
    }
    #expect(XenRelease(5, 0).newestUpdate == nil)
  }

  /// By the tags of xen.git. Debian 12 has 4.17.7.
  @Test(arguments: [("4.16", "4.16.7"), ("4.17", "4.17.7"), ("4.22", "4.22"), ("3.0.2", "3.0.4")])
  func tags(release: String, newest: String) {
    #expect(XenRelease(release)?.newestUpdate?.description == newest)
  }
}
