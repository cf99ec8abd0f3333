// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI
import TestGuests

extension Mutant {
  /// 32-bit PV, and PVH.
  static let modes: [Mutant] = [
    Mutant("PAE", .accepted, of: .pae, pv32: true),
    Mutant("PAE where there is none", .refused, of: .pae),
    pae("no PAE_MODE", nil, .refused),
    pae("PAE_MODE no", "no", .refused),
    pae("PAE_MODE bimodal", "bimodal", .accepted),
    pae("PAE_MODE yes,bimodal", "yes,bimodal", .accepted),
    pae("PAE_MODE yes[extended-cr3]", "yes[extended-cr3]", .refused),
    Mutant("PAE_MODE bimodal where there is none", .refused, of: .pae) {
      $0.set(TestNote(.paeMode, "bimodal"))
    },
    Mutant("PAE at the top of 4 GiB", .accepted, of: .pae, pv32: true) {
      $0.move(toBase: 0xffb0_0000)
    },
    Mutant("PVH, 64-bit", .accepted, of: .pvh(is64: true), mode: .pvh),
    Mutant("PVH, 32-bit", .accepted, of: .pvh(is64: false), mode: .pvh),
    Mutant("PVH as PV", .refused, of: .pvh(is64: true)),
    pvh("without PHYS32_ENTRY", .refused) { $0.remove(.phys32Entry) },
    pvh("PV's notes, no PHYS32_ENTRY", .refused) { $0.notes = TestNote.complete },
    pvh("PHYS32_ENTRY of 8 bytes", .accepted) {
      $0.set(TestNote(.phys32Entry, TestGuest.start))
    },
    pvh("PHYS32_ENTRY of 3 bytes", .refused) {
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 3))
    },
    pvh("PHYS32_ENTRY over 32 bits is cut", .accepted) {
      $0.set(TestNote(.phys32Entry, 7 << 32 + TestGuest.start))
    },
    pvh("PHYS32_ENTRY all ones", .refused) {
      $0.set(TestNote(.phys32Entry, UInt64(UInt32.max), size: 4))
    },
    pvh("PHYS32_ENTRY outside", .refused) { $0.set(TestNote(.phys32Entry, 0x1000, size: 4)) },
    pvh("PADDR_OFFSET without VIRT_BASE", .refused) { $0.set(TestNote(.paddrOffset, 0)) },
    pvh("VIRT_BASE wild", .accepted) { $0.set(TestNote(.virtBase, 0x1234)) },
    pvh("HYPERCALL_PAGE wild", .accepted) { $0.set(TestNote(.hypercallPage, 1)) },
    pvh("only __xen_guest", .refused) { $0.speakLegacy(TestGuest.legacyString) },
    pvh("requires dom0", .refused) { $0.set(TestNote(.features, "!dom0")) },
    pvh("requires auto_translated_physmap", .accepted) {
      $0.set(TestNote(.features, "!auto_translated_physmap"))
    },
    pvh("EM_ARM", .accepted) { $0.header.machine = UInt16(EM_ARM) },
    pvh("p_memsz 1 GiB", .refused) { $0.segments[0].memorySize = 1 << 30 },
    pvh("p_paddr unaligned", .refused) { $0.segments[0].physicalAddress -= 8 },
    Mutant("no notes, 32-bit: firmware", .refused, of: .pvh(is64: false), mode: .pvh) {
      $0.notes = []
    },
  ]

  private static func pae(_ name: String, _ mode: String?, _ known: Known) -> Mutant {
    Mutant(name, known, of: .pae, pv32: true) { guest in
      guest.remove(.paeMode)
      if let mode { guest.set(TestNote(.paeMode, mode)) }
    }
  }

  private static func pvh(
    _ name: String, _ known: Known, _ edit: (inout TestGuest) -> Void
  ) -> Mutant {
    Mutant("PVH: \(name)", known, of: .pvh(is64: true), mode: .pvh, edit)
  }
}
