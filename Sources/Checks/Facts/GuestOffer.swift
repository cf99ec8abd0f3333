// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The kinds of guest that a kernel offers itself as, by what its notes or its string say. It is what
/// `pvkit check` asks about unless it is told the modes.
///
/// - `pvh`: it has a PHYS32_ENTRY note.
/// - `pv`: it has the string `__xen_guest` and no notes, or a note that says what it was built for or where
///   it lies (XEN_VERSION, LOADER, VIRT_BASE, ENTRY). Kernels that are for PVH and HVM only have some of
///   those too: beside PHYS32_ENTRY, only an entry into PV counts, which is ENTRY, or VIRT_BASE with an
///   e_entry at or above it.
/// - `hvm` never: any 32-bit ELF can be firmware, and none says so.
public struct GuestOffer: Sendable, Equatable {
  /// Offered modes, in the order of `GuestMode.kernels`; none when the image does not say.
  public let modes: [GuestMode]

  init(_ subject: Subject) {
    let isPVH = subject.says(.phys32Entry)
    let isPV = isPVH ? GuestOffer.hasEntry(subject) : subject.claimsPV
    modes = GuestMode.kernels.filter { $0 == .pv ? isPV : isPVH }
  }

  private static func hasEntry(_ subject: Subject) -> Bool {
    if subject.says(.entry) { return true }
    let note = subject.loaderNotes.last { $0.type == XenNote.virtBase.number }
    guard let elf = subject.elf, let descriptor = note?.descriptor else { return false }
    let base: UInt64? =
      descriptor.count == MemoryLayout<UInt32>.size
      ? descriptor.integer(at: 0, as: UInt32.self).map(UInt64.init) : descriptor.integer(at: 0)
    return base.map { elf.entry >= $0 } ?? false
  }

  /// Why a mode is not offered.
  public static func lack(of mode: GuestMode) -> String {
    switch mode {
    case .pv: "no entry for PV: neither ENTRY, nor VIRT_BASE with an e_entry above it"
    case .pvh: "no PHYS32_ENTRY note"
    case .hvm, .shim: "asked for by --mode only"
    }
  }
}

extension Subject {
  /// The kinds of guest that the kernel offers itself as.
  public var offer: GuestOffer { GuestOffer(self) }
}
