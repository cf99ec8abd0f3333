// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct EarlyGuestTests {
  private static let early = Target(xen: XenRelease.early[0])

  /// A 32-bit kernel whose page tables have two levels.
  private static var plain: TestGuest {
    var guest = TestGuest.pae
    guest.set(TestNote(.paeMode, "no"))
    return guest
  }

  /// What helps is another kernel or another release, and not a string or another container.
  @Test func wideKernel() {
    let bytes = TestGuest().build().bytes
    let found = Rules.findings(subject(ofBytes: bytes, target: Self.early))
    #expect(found.map(\.rule) == [EarlyGuest.id], "\(found)")
    #expect(found.first?.severity == .error)
    let message = found.first?.message ?? ""
    #expect(message.hasPrefix("ELF64 x86_64: Xen 2.0 runs 32-bit guests without PAE only; "))
    #expect(!message.contains("notes add"))
  }

  @Test func wideKernelWithTheString() {
    let found = findings(EarlyGuest.self, target: Self.early) {
      $0.speakLegacy(TestGuest.legacyString)
    }
    #expect(found.count == 1)
  }

  /// Neither the string nor the code of another kernel matters, unless the user does not see the error
  /// as one.
  @Test func nothingElseIsSaid() {
    var guest = TestGuest()
    guest.speakLegacy(TestGuest.legacyString)
    let asked = subject(ofBytes: guest.build().bytes, target: Self.early)
    let words = "the other checks are left out for such a kernel"
    let found = Rules.findings(asked)
    #expect(found.map(\.rule) == [EarlyGuest.id], "\(found)")
    #expect(found.first?.message.hasSuffix("; " + words) == true, "\(found)")
    let all = Rules.findings(asked) { _ in false }
    #expect(all.count > 1 && !all.contains { $0.message.contains(words) }, "\(all)")
  }

  /// By its note, or by its string.
  @Test func kernelWithPAE() {
    let notes = subject(ofBytes: TestGuest.pae.build().bytes, target: Self.early)
    #expect(Rules.findings(notes).map(\.rule).contains(EarlyGuest.id))
    #expect(!Rules.findings(notes).map(\.rule).contains(NotesMissing.id))
    var guest = TestGuest.pae
    guest.speakLegacy("GUEST_OS=linux,XEN_VER=2.0,LOADER=generic,PAE=yes")
    let string = findings(EarlyGuest.self, of: guest, target: Self.early)
    #expect(string.first?.message.hasPrefix("the kernel has PAE page tables: Xen 2.0") == true)
  }

  /// A kernel that 2.0 can run is told of the string.
  @Test(arguments: ["no", "bimodal"])
  func kernelWithoutPAE(mode: String) {
    var guest = Self.plain
    guest.set(TestNote(.paeMode, mode))
    #expect(findings(EarlyGuest.self, of: guest, target: Self.early).isEmpty)
    #expect(findings(NotesMissing.self, of: guest, target: Self.early).count == 1)
  }

  @Test func laterReleases() {
    for release in [XenRelease(3, 0, 0), .standard] {
      #expect(findings(EarlyGuest.self, target: Target(xen: release)).isEmpty)
    }
  }

  /// A kernel for another processor is one for MachineClass.
  @Test func otherMachine() {
    let found = findings(EarlyGuest.self, target: Self.early) {
      $0.header.machine = UInt16(EM_AARCH64)
    }
    #expect(found.isEmpty)
  }
}
