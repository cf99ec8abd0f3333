// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI

/// The kind of guest in which a kernel's code runs, which decides the rules it is judged by.
public enum KernelSetting: String, Sendable, CaseIterable, Encodable {
  /// Outside ring 0: a PV guest.
  case pv
  /// In ring 0 of an HVM container only: a PVH or HVM guest. The processor executes everything as
  /// on the bare machine.
  case container

  /// Derives the setting from the kernel itself. It is `container` for a kernel with a PVH entry
  /// and no note about PV; and for a kernel without Xen notes that has a hypercall page or a
  /// container's trap, and whose segments have virtual addresses equal to their physical ones, as
  /// only an HVM container starts them. An object file does not show it, and is judged as PV; so is
  /// a kernel without any sign of Xen, because it may become a PV guest.
  init(_ elf: ElfFile) {
    let notes = elf.notes.filter(\.isXen)
    let isContained =
      notes.isEmpty
      ? elf.legacy == nil && Self.isPhysical(elf)
        && (HypercallGates.names.contains { elf.mentions(symbol: $0) } || Self.hasTrap(elf))
      : notes.contains { $0.type == XenNote.phys32Entry.number }
        && !notes.contains { Self.marksOfPV.contains($0.type) }
    self = isContained ? .container : .pv
  }

  private static let marksOfPV = Set(
    [XenNote.xenVersion, .virtBase, .entry, .loader].map(\.number))

  /// Whether the loaded bytes contain a vmcall or vmmcall.
  private static func hasTrap(_ elf: ElfFile) -> Bool {
    elf.segments.contains { segment in
      guard segment.isLoad, let bytes = elf.bytes.slice(at: segment.offset, count: segment.fileSize)
      else { return false }
      return [[0x0f, 0x01, 0xc1], [0x0f, 0x01, 0xd9]].contains { bytes.firstOffset(of: $0) != nil }
    }
  }

  /// Whether all segments are linked below 2 GiB, each at its own physical address.
  private static func isPhysical(_ elf: ElfFile) -> Bool {
    let loaded = elf.segments.filter(\.isLoad)
    return elf.header.type == UInt16(ET_EXEC) && !loaded.isEmpty
      && loaded.allSatisfy {
        $0.virtualAddress == $0.physicalAddress && $0.virtualAddress < 1 << 31
      }
  }
}
