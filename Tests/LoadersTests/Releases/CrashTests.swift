// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Images that bring down a loader that does not look where it reads and writes.
@Suite struct CrashTests {
  private func verdict(
    _ release: String, _ guest: TestGuest, _ loader: any Loader.Type = Libxenguest.self
  ) throws -> Verdict {
    loader.verdict(
      on: GuestImage(name: "test", file: Bytes(guest.build().bytes)), mode: .pv,
      target: Target(xen: try #require(XenRelease(release)), pv32: true))
  }

  private func guest(_ guest: TestGuest = TestGuest(), _ edit: (inout TestGuest) -> Void)
    -> TestGuest
  {
    var guest = guest
    // Before 4.2, unknown features refuse.
    guest.notes.removeAll { $0.type == XenNote.features.number }
    edit(&guest)
    return guest
  }

  /// A cut file: the segment's bytes are copied from where none are.
  @Test(arguments: [
    ("3.1", Verdict.Outcome.crash), ("3.4", .crash), ("4.1", .crash), ("4.1.6", .accept),
    ("4.2", .crash), ("4.2.3", .accept), ("4.3", .accept), ("4.17", .accept),
  ]) func aSegmentBehindTheFile(_ release: String, _ outcome: Verdict.Outcome) throws {
    for offset in [0x4000, 0x10_0000, 0x7fff_ffff] as [UInt64] {
      let guest = guest {
        var segment = TestGuest.Segment()
        (segment.offset, segment.fileSize) = (offset, 0x100)
        segment.physicalAddress += 0x10_0000
        segment.memorySize = 0x100
        $0.segments.append(segment)
      }
      let verdict = try verdict(release, guest)
      #expect(verdict.outcome == outcome, "\(offset): \(verdict.reason ?? "accepts")")
    }
  }

  /// 3.0.3 looks up the section names whether it needs them or not.
  @Test(arguments: [("3.0.3", Verdict.Outcome.crash), ("3.0.4", .accept), ("3.1", .refuse)])
  func aBadIndexOfTheNames(_ release: String, _ outcome: Verdict.Outcome) throws {
    let verdict = try verdict(release, guest { $0.header.sectionNames = 0x7777 })
    #expect(verdict.outcome == outcome, "\(verdict.reason ?? "accepts")")
  }

  /// A 32-bit loader's pointer wraps at 4 GiB, and is then before the notes' end again.
  @Test(arguments: ["3.0.3", "3.0.4"]) func aNoteThatWraps(_ release: String) throws {
    for size in [0xffff_fffc, 0x1000_0000] as [UInt32] {
      let guest = guest(.pae) {
        var last = TestNote(XenNote.loader, "generic")
        $0.remove(.loader)
        last.descriptorSize = size
        $0.notes.append(last)
      }
      #expect(try verdict(release, guest).outcome == .crash, "\(size)")
    }
    #expect(try verdict(release, guest(.pae) { _ in }).accepts)
  }

  /// The hypervisor's own parser steps back by the size that is taken for negative; where it holds modules
  /// in low memory, from 4.1 on, that wraps to the top.
  @Test(arguments: [("3.1", false), ("4.0", false), ("4.1", true), ("4.2", true), ("4.17", true)])
  func aDescriptorOf2GiB(_ release: String, _ accepts: Bool) throws {
    let guest = guest {
      var last = TestNote(XenNote.loader, "generic")
      $0.remove(.loader)
      last.descriptorSize = 0x7fff_ffff
      $0.notes.append(last)
    }
    let verdict = try verdict(release, guest, XenDom0.self)
    #expect(verdict.accepts == accepts, "\(verdict.reason ?? "accepts")")
    #expect(accepts || verdict.outcome == .crash)
  }

  /// Frames are looked up behind the table of them; from 4.0 on, the segment is refused.
  @Test(arguments: [
    ("3.1", Verdict.Outcome.crash), ("3.4", .crash), ("4.0", .refuse), ("4.17", .refuse),
  ]) func aKernelThatEndsOutsideTheMemory(
    _ release: String, _ outcome: Verdict.Outcome
  ) throws {
    let verdict = try verdict(release, guest { $0.segments[0].memorySize = 0x2000_0000 })
    #expect(verdict.outcome == outcome, "\(verdict.reason ?? "accepts")")
  }
}
