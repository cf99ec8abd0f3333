// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Layouts that reach the last address: the arithmetic wraps as the hypervisor's does.
@Suite struct Dom0LayoutTests {
  /// From 24 MiB below the last address to behind it, in steps of a page.
  @Test func aKernelUpToTheLastAddressIsRefused() {
    let room = 0 &- (TestGuest.base &+ TestGuest.start)
    for size in stride(from: room - 24 << 20, through: room + 1 << 20, by: 0x1000) {
      var guest = TestGuest()
      guest.segments[0].memorySize = size
      let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
      let verdicts = Loaders.verdicts(on: image, modes: [.pv], roles: [.dom0], target: Target())
      #expect(verdicts.map(\.accepts) == [false])
    }
  }

  private static func narrow(_ mode: String) -> TestGuest {
    var guest = TestGuest.pae
    guest.set(TestNote(.paeMode, mode))
    return guest
  }

  /// The page tables of an initial domain whose mapping takes 4 MiB: two of the lowest level (one
  /// without PAE), and those above them. They are those of the guest type in the verdict.
  @Test(arguments: [
    (TestGuest(), "4.17", "x86_64", 5), (TestGuest(), "3.1", "x86_64", 5),
    (TestGuest.pae, "4.17", "x86_32p", 7), (TestGuest.pae, "4.3", "x86_32p", 7),
    (TestGuest.pae, "4.2", "x86_32p", 8), (TestGuest.pae, "3.1", "x86_32p", 8),
    (narrow("bimodal"), "4.17", "x86_32p", 7), (narrow("no"), "3.2", "x86_32", 2),
  ])
  func countsPageTables(
    _ guest: TestGuest, on release: String, type: String, tables: UInt64
  ) throws {
    var guest = guest
    // Old releases do not know the feature that it lists.
    guest.remove(.features)
    let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
    let target = Target(xen: try #require(XenRelease(release)), pv32: true)
    let built = XenDom0.build(from: image, mode: .pv, target: target)
    #expect(built.verdict.accepts, "\(built.verdict.reason ?? "")")
    #expect(built.verdict.guestType?.rawValue == "xen-3.0-" + type)
    let layout = try #require(built.layout)
    #expect(layout.mappedEnd == 4 << 20)
    let region = try #require(layout.regions.first { $0.part == .pageTables })
    #expect(UInt64(region.physical.count) >> 12 == tables)
  }
}
