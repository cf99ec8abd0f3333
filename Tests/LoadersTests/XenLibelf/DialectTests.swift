// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// What the releases changed, as read in their sources.
@Suite struct DialectTests {
  /// A verdict that depends on the release.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let loader: any Loader.Type
    let mode: GuestMode
    let before: XenRelease
    let since: XenRelease
    /// Accepted since, and not before; or the other way round.
    let accepts: Bool
    let guest: TestGuest

    init(
      _ name: String, _ loader: any Loader.Type, _ mode: GuestMode, _ before: XenRelease,
      _ since: XenRelease, accepts: Bool, of guest: TestGuest = .pvh(is64: true),
      _ edit: (inout TestGuest) -> Void = { _ in }
    ) {
      testDescription = name
      self.loader = loader
      self.mode = mode
      self.before = before
      self.since = since
      self.accepts = accepts
      var guest = guest
      edit(&guest)
      self.guest = guest
    }
  }

  static let changes = [
    Change(
      "PHYS32_ENTRY alone makes a PVH guest", Libxenguest.self, .pvh, XenRelease(4, 10),
      XenRelease(4, 10, 1), accepts: true),
    Change(
      "PHYS32_ENTRY no longer makes a PV guest", Libxenguest.self, .pv, XenRelease(4, 15),
      XenRelease(4, 16), accepts: false),
    Change(
      "VIRT_BASE no longer counts for PVH", Libxenguest.self, .pvh, XenRelease(4, 15),
      XenRelease(4, 16), accepts: true
    ) { $0.set(TestNote(.virtBase, TestGuest.base)) },
    Change(
      "PADDR_OFFSET without VIRT_BASE passes for PVH", Libxenguest.self, .pvh, XenRelease(4, 17),
      XenRelease(4, 18), accepts: true
    ) { $0.set(TestNote(.paddrOffset, 0)) },
    Change(
      "a PVH initial domain may be moved", XenDom0.self, .pvh, XenRelease(4, 18),
      XenRelease(4, 19), accepts: true
    ) {
      $0.segments[0].physicalAddress = 0x9_f000
      $0.set(TestNote(.phys32Entry, 0x9_f000, size: 4))
      $0.set(TestNote(.phys32Reloc, [0, 0, 0x20, 0, 0, 0, 0x10, 0, 0xff, 0xff, 0xff, 0x3f]))
    },
    Change(
      "a PVH initial domain must support it", XenDom0.self, .pvh, XenRelease(4, 19),
      XenRelease(4, 20), accepts: false
    ) { $0.set(TestNote(.supportedFeatures, 1, size: 4)) },
    Change(
      "PVH initial domains", XenDom0.self, .pvh, XenRelease(4, 9), XenRelease(4, 10, 1),
      accepts: true),
    Change(
      "32-bit PV became a choice", Libxenguest.self, .pv, XenRelease(4, 13), XenRelease(4, 14),
      accepts: false, of: .pae),
  ]

  @Test(arguments: changes) func change(_ change: Change) {
    let image = GuestImage(name: "test", file: Bytes(change.guest.build().bytes))
    let verdicts = [change.before, change.since].map {
      change.loader.verdict(on: image, mode: change.mode, target: Target(xen: $0))
    }
    #expect(verdicts[0].accepts != change.accepts, "\(verdicts[0].reason ?? "")")
    #expect(verdicts[1].accepts == change.accepts, "\(verdicts[1].reason ?? "")")
  }

  /// No damage brings a loader down, of whatever release.
  @Test func everyReleaseHasAVerdictOnEverything() {
    var random = SeededGenerator(seed: 17)
    for number in 0..<1500 {
      let base = RandomBase.all[number % RandomBase.all.count]
      let image = GuestImage(name: "test", file: Bytes(Mutation.damage(base.image, &random)))
      for loader in Loaders.all {
        for mode in GuestMode.kernels {
          let release = XenRelease.modelled[number % XenRelease.modelled.count]
          let target = Target(xen: release, pv32: base.pv32)
          let verdict = loader.verdict(on: image, mode: mode, target: target)
          #expect(verdict.accepts == (verdict.reason == nil))
        }
      }
    }
  }

  @Test func hostileNotesTakeNoTime() {
    var guest = TestGuest()
    guest.header.segmentSize = 0
    guest.header.segmentCount = .max
    guest.notes = Array(repeating: TestNote(0, [], name: []), count: 65_000)
    let kernel = Bytes(guest.build().bytes)
    let time = CPUTime.spent { _ = XenLibelf.parse(kernel: kernel, hvm: false) }
    #expect(time < 10)
  }
}
