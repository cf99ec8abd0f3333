// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The modes that a kernel offers by its notes or its string. `pvkit check` checks these modes if
/// the user does not choose any.
///
/// - `pvh`: the kernel has a PHYS32_ENTRY note.
/// - `pv`: the kernel has the string `__xen_guest` and no notes, or a note that states what it was
///   built for or where it is located (XEN_VERSION, LOADER, VIRT_BASE, ENTRY). Kernels for PVH and
///   HVM only have some of these notes too. With PHYS32_ENTRY, therefore only an entry for PV
///   counts: ENTRY, or VIRT_BASE with an e_entry at or above it.
/// - `hvm` is never offered: any 32-bit ELF file can be firmware, and nothing in the file says so.
public struct GuestOffer: Sendable, Equatable {
  /// The offered modes, in the order of `GuestMode.kernels`; empty if the image does not offer any.
  public let modes: [GuestMode]

  init(_ subject: Subject) {
    let isPVH = subject.declares(.phys32Entry)
    let isPV = isPVH ? GuestOffer.hasEntry(subject) : subject.claimsPV
    modes = GuestMode.kernels.filter { $0 == .pv ? isPV : isPVH }
  }

  private static func hasEntry(_ subject: Subject) -> Bool {
    if subject.declares(.entry) { return true }
    let notes = subject.loaderNotes + subject.unreadNotes
    let note = notes.last { $0.type == XenNote.virtBase.number }
    guard let elf = subject.elf, let descriptor = note?.descriptor else { return false }
    let base: UInt64? =
      descriptor.count == MemoryLayout<UInt32>.size
      ? descriptor.integer(at: 0, as: UInt32.self).map(UInt64.init) : descriptor.integer(at: 0)
    return base.map { elf.entry >= $0 } ?? false
  }

  /// The reason why a mode is not offered.
  public static func lack(of mode: GuestMode) -> String {
    switch mode {
    case .pv: "no entry for PV: neither ENTRY, nor VIRT_BASE with an e_entry above it"
    case .pvh: "no PHYS32_ENTRY note"
    case .hvm, .shim: "checked with --mode only"
    }
  }
}

extension Subject {
  /// The modes that the kernel offers.
  public var offer: GuestOffer { GuestOffer(self) }
}
