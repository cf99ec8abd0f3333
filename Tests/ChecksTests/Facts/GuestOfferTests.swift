// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct GuestOfferTests {
  private func offer(_ guest: TestGuest, _ xen: XenRelease = .standard) -> [GuestMode] {
    subject(ofBytes: guest.build().bytes, target: .init(xen: xen)).offer.modes
  }

  private func pv(_ edit: (inout TestGuest) -> Void) -> TestGuest {
    var guest = TestGuest()
    edit(&guest)
    return guest
  }

  @Test func byNotes() {
    #expect(offer(TestGuest()) == [.pv])
    #expect(offer(.pae) == [.pv])
    #expect(offer(.pvh(is64: true)) == [.pvh])
    #expect(offer(pv { $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4)) }) == [.pv, .pvh])
    #expect(offer(pv { $0.notes = [] }) == [])
    #expect(offer(pv { $0.notes = [TestNote(.features, "dom0")] }) == [])
  }

  /// What a kernel offers does not depend on whether a release reads notes.
  @Test func beforeNotesWereRead() {
    let both = pv { $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4)) }
    #expect(offer(.pvh(is64: true), XenRelease(3, 0, 2)) == [.pvh])
    #expect(offer(both, XenRelease(3, 0, 2)) == [.pv, .pvh])
  }

  /// Linux for PVH and HVM only says what it was built for as well.
  @Test func besideAPVHEntry() {
    let onlyPVH = pv {
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
      $0.remove(.entry)
      $0.header.entry = TestGuest.start
    }
    #expect(offer(onlyPVH) == [.pvh])
    let byHeader = pv {
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
      $0.remove(.entry)
    }
    #expect(offer(byHeader) == [.pv, .pvh])
  }

  @Test func byTheString() {
    let legacy = pv { $0.speakLegacy(TestGuest.legacyString) }
    #expect(offer(legacy) == [.pv])
    #expect(offer(legacy, XenRelease(3, 0, 2)) == [.pv])
    // 3.0.2 reads no notes.
    #expect(offer(TestGuest(), XenRelease(3, 0, 2)) == [])
  }
}
