// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A segment is linked for another virtual address than the one at which PV loaders put it.
///
/// Loaders place a segment by its p_paddr alone and map it at p_paddr − PADDR_OFFSET + VIRT_BASE;
/// p_vaddr, for which the code was linked, is read by nobody. When they differ, the first absolute
/// address or jump goes astray, far from the cause. PADDR_OFFSET forgotten in a kernel whose p_paddr
/// are virtual addresses, and VIRT_BASE with the kernel's start in place of its base, are the usual
/// ways. A data segment linked at 0 is taken for per-CPU data, as Linux has it, and passes; so does
/// one at 0xffffffffff600000, the page of vsyscalls that x86_64 Linux 2.6 maps there by itself.
///
/// **Who minds:** no loader; the guest dies unless its code does not care where it runs.
///
/// **Cure:** let AT() and the notes use one constant:
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
