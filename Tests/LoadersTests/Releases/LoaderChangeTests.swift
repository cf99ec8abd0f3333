// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import TestGuests
import Testing

@testable import GuestImage
@testable import Loaders

@Suite struct LoaderChangeTests {
  private let change = LoaderChange(
    XenRelease(4, 3), backports: XenRelease(4, 2, 3), XenRelease(4, 1, 6))

  @Test(arguments: [
    ("4.0", false), ("4.1", false), ("4.1.5", false), ("4.1.6", true), ("4.2", false),
    ("4.2.2", false), ("4.2.3", true), ("4.2.5", true), ("4.3", true), ("4.22", true),
  ]) func reachesBranchesByTheirUpdates(_ release: String, _ has: Bool) throws {
    #expect(try #require(XenRelease(release)).has(change) == has)
  }

  @Test func updatesAreThoseOfTheBranch() {
    #expect(XenRelease(4, 10).loaderUpdates == [XenRelease(4, 10, 1)])
    #expect(XenRelease(4, 10, 1).loaderUpdates.isEmpty)
    #expect(XenRelease(4, 17).loaderUpdates.isEmpty)
  }

  /// A verdict of 4.10.0 names 4.10.1 when that decides otherwise.
  @Test func aVerdictNamesTheUpdateThatChangesIt() {
    let image = GuestImage(name: "test", file: Bytes(TestGuest.pvh(is64: true).build().bytes))
    func verdict(_ release: XenRelease) -> Verdict? {
      Loaders.verdicts(on: image, modes: [.pvh], roles: [.domU], target: Target(xen: release)).first
    }
    #expect(verdict(XenRelease(4, 10))?.accepts == false)
    #expect(verdict(XenRelease(4, 10))?.changedIn == XenRelease(4, 10, 1))
    #expect(verdict(XenRelease(4, 10, 1))?.accepts == true)
    #expect(verdict(XenRelease(4, 10, 1))?.changedIn == nil)
  }
}
