// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// The loaders of Xen 2.0. Their source, compiled for user space, says the same of these images
/// (tools/libxc/xc_linux_build.c@2.0.6).
@Suite struct EarlyLoaderTests {
  private static let string = "GUEST_OS=linux,GUEST_VER=2.6,XEN_VER=2.0,VIRT_BASE=0xC0000000"

  private func guest(_ string: String = string) -> TestGuest {
    var guest = TestGuest.pae
    guest.speakLegacy(string)
    return guest
  }

  private func verdict(
    _ guest: TestGuest, _ loader: any Loader.Type = Libxenguest.self, memory: UInt64 = 64
  ) throws -> Verdict {
    loader.verdict(
      on: GuestImage(name: "test", file: Bytes(guest.build().bytes)), mode: .pv,
      target: Target(xen: try #require(XenRelease("2.0")), memory: memory))
  }

  private static let loaders: [any Loader.Type] = [Libxenguest.self, XenDom0.self]

  @Test func aKernelForItIsTaken() throws {
    for loader in Self.loaders {
      let verdict = try verdict(guest(), loader)
      #expect(verdict.accepts, "\(verdict.reason ?? "")")
      #expect(verdict.guestType == .pv32)
    }
  }

  /// The loader named in the string may be generic, of any system; the version is looked for anywhere.
  @Test(arguments: [
    ("GUEST_OS=netbsd,XEN_VER=2.0,LOADER=generic", nil),
    ("GUEST_OS=netbsd,XEN_VER=2.0", "Will only load images built for the generic loader"),
    ("GUEST_OS=linux,XEN_VER=xen-3.0", "Will only load images built for Xen v2.0"),
    ("GUEST_OS=linux,XEN_VER=2.0.6", nil),
    ("GUEST_OS=linux,XEN_VER=2.0,VIRT_BASE=0xC0000800", "load to a page boundary"),
    ("GUEST_OS=linux,XEN_VER=2.0,VIRT_BASE=0xD0000000", "requires too much space"),
    ("GUEST_OS=linux,XEN_VER=2.0,VIRT_BASE=0xC0101000", "crash: writes outside"),
  ])
  func theString(_ string: String, _ refusal: String?) throws {
    for loader in Self.loaders {
      let verdict = try verdict(guest(string), loader)
      #expect(verdict.accepts == (refusal == nil), "\(string): \(verdict.reason ?? "")")
      if let refusal {
        #expect(verdict.reason?.contains(refusal) == true, "\(verdict.reason ?? "")")
      }
    }
  }

  @Test func notesAreNotRead() throws {
    let verdict = try verdict(TestGuest.pae)
    #expect(verdict.reason?.contains("'__xen_guest' section not found") == true)
  }

  /// A segment goes where p_vaddr says.
  @Test func physicalAddressesDoNotCount() throws {
    var guest = guest()
    for index in guest.segments.indices { guest.segments[index].physicalAddress = 0x1234_5000 }
    #expect(try verdict(guest).accepts)
    guest.segments[0].virtualAddress = 0xb000_0000
    #expect(try !verdict(guest).accepts)
  }

  /// The hypervisor has its images there.
  @Test func anInitialDomainIsAboveOneGibibyte() throws {
    var low = guest("GUEST_OS=linux,XEN_VER=2.0,VIRT_BASE=0x10000000")
    low.move(toBase: 0x1000_0000)
    #expect(try verdict(low).accepts)
    let refused = try verdict(low, XenDom0.self)
    #expect(refused.reason?.contains("lowest 1GB of memory") == true, "\(refused.reason ?? "")")
  }

  @Test func aSmallDomain() throws {
    let small = try verdict(guest(), memory: 2)
    #expect(small.reason?.contains("requires too much space") == true)
    let needed = try #require(small.neededMemory)
    #expect(needed.isEnough)
    #expect(try verdict(guest(), memory: needed.mebibytes).accepts)
    #expect(try !verdict(guest(), memory: needed.mebibytes - 1).accepts)
  }

  /// The loader reads the headers as those of 32 bits.
  @Test func aKernelOf64Bits() throws {
    var wide = TestGuest()
    wide.speakLegacy(Self.string)
    let verdict = try verdict(wide)
    #expect(!verdict.accepts)
    #expect(verdict.reason?.contains("reads every file as one of 32 bits") == true)
  }

  /// Kernel, list of frames, page tables, start_info and stack follow each other.
  @Test func theLayout() throws {
    let release = try #require(XenRelease("2.0"))
    let image = GuestImage(name: "test", file: Bytes(guest().build().bytes))
    let built = Libxenguest.build(
      from: image, mode: .pv, target: Target(xen: release, memory: 64))
    let layout = try #require(built.layout)
    #expect(
      layout.regions.map(\.part) == [.kernel, .p2m, .pageTables, .startInfo, .stack])
    for (one, next) in zip(layout.regions, layout.regions.dropFirst()) {
      #expect(one.physical.upperBound == next.physical.lowerBound)
    }
    // 16,384 frames of 4 bytes; one directory and a table for each 4 MiB.
    #expect(layout.regions[1].physical.count == 64 << 10)
    #expect(UInt64(layout.regions[2].physical.count) >> 12 == (layout.mappedEnd ?? 0) >> 22 + 1)
  }
}
