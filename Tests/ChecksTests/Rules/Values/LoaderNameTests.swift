// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct LoaderNameTests {
  @Test func genericByPrefixOnly() {
    let found = findings(LoaderName.self) { $0.set(TestNote(.loader, "genericX")) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.place.note == "LOADER")
  }

  @Test func linuxByPrefixOnly() {
    let found = findings(LoaderName.self) {
      $0.remove(.loader)
      $0.set(TestNote(.guestOS, "linux-2.6.18"))
    }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.place.note == "GUEST_OS")
  }

  @Test func neither() {
    let found = findings(LoaderName.self) { $0.remove(.loader) }
    #expect(found.map(\.severity) == [.error])
  }

  /// Xen 4.7 to 4.10 check it of PVH kernels too.
  @Test(arguments: [("4.6", 0), ("4.7", 1), ("4.10", 1), ("4.11", 0)])
  func ofPVH(_ release: String, _ count: Int) throws {
    let target = Target(xen: try #require(XenRelease(release)))
    let found = findings(LoaderName.self, of: .pvh(is64: true), target: target)
    #expect(found.map(\.severity) == Array(repeating: .error, count: count))
    #expect(found.allSatisfy { $0.message.contains("Xen \(release) refuses it as PV and as PVH") })
  }

  @Test func right() {
    #expect(findings(LoaderName.self).isEmpty)
    let linux = findings(LoaderName.self) {
      $0.remove(.loader)
      $0.set(TestNote(.guestOS, "linux"))
    }
    #expect(linux.isEmpty)
  }
}
