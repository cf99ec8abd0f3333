// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A segment is linked for a different virtual address than the one where PV loaders map it.
///
/// Loaders place a segment by its p_paddr alone and map it at p_paddr − PADDR_OFFSET + VIRT_BASE;
/// no loader reads p_vaddr, the address that the code was linked for. If they differ, the first
/// absolute address or jump goes wrong, far from the cause. Usually PADDR_OFFSET is missing in a
/// kernel whose p_paddr are virtual addresses, or VIRT_BASE is the start of the kernel instead of
/// the base of its memory. A data segment linked at 0 is accepted as per-CPU data, as Linux has it,
/// and so is one at 0xffffffffff600000, the vsyscall page that x86_64 Linux 2.6 maps there itself.
///
/// **Affected:** no loader; the guest dies unless its code is position-independent.
///
/// **Fix:** derive AT() and the notes from one constant:
///
/// ```
/// VIRT_BASE = 0xffffffff80000000;
/// SECTIONS {
///   . = VIRT_BASE + 0x1000000;
///   .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) }   /* PADDR_OFFSET 0 */
/// }
/// ```
public enum LinkAddress: Rule {
  public static let id = "link-address"
  public static let severity = Finding.Severity.warning

  public static func check(_ subject: Subject) -> [Finding] {
    // Without VIRT_BASE, virt-base-missing tells the same.
    guard subject.claimsPV, subject.says(.virtBase), let layout = subject.layout else { return [] }
    return layout.segments.compactMap { segment in
      let expected = layout.expectedAddress(segment)
      guard segment.virtualAddress != expected, !isPerCPU(segment),
        segment.virtualAddress != vsyscalls
      else { return nil }
      let place = Place(segment: segment.index, address: segment.virtualAddress)
      return finding(.elsewhere(segment.virtualAddress, expected, layout), at: place)
    }
  }

  /// Linux's VSYSCALL_START on x86_64.
  private static let vsyscalls: UInt64 = 0xffff_ffff_ff60_0000

  private static func isPerCPU(_ segment: ElfFile.Segment) -> Bool {
    segment.virtualAddress == 0 && !segment.isExecutable
  }
}

extension Message {
  fileprivate static func elsewhere(
    _ linked: UInt64, _ loaded: UInt64, _ layout: PVLayout
  ) -> Message {
    """
    linked at \(hex(linked)), but VIRT_BASE \(hex(layout.virtBase)) and PADDR_OFFSET \
    \(hex(layout.paddrOffset)) put it at \(hex(loaded)); make p_vaddr − p_paddr equal VIRT_BASE − \
    PADDR_OFFSET
    """
  }
}
