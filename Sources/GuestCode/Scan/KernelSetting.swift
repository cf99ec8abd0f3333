// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI

/// Where a kernel's code runs as a guest, which decides by whose rules it is judged.
public enum KernelSetting: String, Sendable, CaseIterable, Encodable {
  /// Outside ring 0: a PV guest.
  case pv
  /// In ring 0 of an HVM container, and only there: a PVH or HVM guest. The processor executes
  /// everything as on the bare machine.
  case container

  /// What the kernel itself says: an entry for PVH and nothing about PV; or no note at all, a
  /// hypercall page of its own or a container's trap, and segments that lie where their physical
  /// addresses are, as only an HVM container starts them.
  /// An object says nothing, and a kernel that knows nothing of Xen is judged as what it may become.
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

  /// Somewhere in what is loaded stand the bytes of vmcall or vmmcall.
  private static func hasTrap(_ elf: ElfFile) -> Bool {
    elf.segments.contains { segment in
      guard segment.isLoad, let bytes = elf.bytes.slice(at: segment.offset, count: segment.fileSize)
      else { return false }
      return [[0x0f, 0x01, 0xc1], [0x0f, 0x01, 0xd9]].contains { bytes.firstOffset(of: $0) != nil }
    }
  }

  /// All of it is linked below 2 GiB, each segment at its own physical address.
  private static func isPhysical(_ elf: ElfFile) -> Bool {
    let loaded = elf.segments.filter(\.isLoad)
    return elf.header.type == UInt16(ET_EXEC) && !loaded.isEmpty
      && loaded.allSatisfy {
        $0.virtualAddress == $0.physicalAddress && $0.virtualAddress < 1 << 31
      }
  }
}
