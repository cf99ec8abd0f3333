// SPDX-License-Identifier: Apache-2.0

import Base
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
/// A linker script without AT() makes p_paddr equal to p_vaddr, as the legacy string expects, but
/// not notes; the entry, although correct, is then outside what is loaded.
///
/// **Affected:** no loader, if the entry happens to be inside what it loads: the guest dies unless
/// its code is position-independent. Otherwise all of them say "ELF start or entries are out of
/// bounds".
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
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning, .note]
  public static let example = RuleExample(
    script: ("  .data : AT(ADDR(.data) - VIRT_BASE)", "  .data : AT(0x200000)"))

  public static func check(_ subject: Subject) -> [Finding] {
    // Without VIRT_BASE, virt-base-missing reports this defect.
    guard subject.claimsPV, subject.says(.virtBase), let layout = subject.layout else { return [] }
    let entry = subject.pv?.parameters.entry
    // If p_paddr is the virtual address in all segments, one value of PADDR_OFFSET fixes all of
    // them.
    let isVirtual =
      layout.paddrOffset != layout.virtBase
      && layout.segments.allSatisfy {
        $0.physicalAddress == $0.virtualAddress && $0.virtualAddress >= layout.virtBase
      }
    return layout.segments.compactMap { segment in
      guard layout.isMisplaced(segment) else { return nil }
      let place = Place(segment: segment.index, address: segment.virtualAddress)
      // Loaders refuse the image if the entry is in a segment as linked, but outside what they
      // load.
      let isRefused = entry.map { layout.misplaces($0) && !layout.contains($0) } ?? false
      let severity = isRefused ? subject.worstForPV : .warning
      let isPhysicalLinked = segment.physicalAddress == segment.virtualAddress
      let message: Message =
        isPhysicalLinked && layout.virtBase != layout.paddrOffset
        ? .noPhysical(segment, layout) : .elsewhere(segment, layout)
      let found = finding(message, at: place, severity)
      return isVirtual
        ? found.fixed(by: .paddrOffset, hex(layout.virtBase), in: subject) : found
    }
  }
}

extension Message {
  fileprivate static func elsewhere(_ segment: ElfFile.Segment, _ layout: PVLayout) -> Message {
    """
    linked at \(hex(segment.virtualAddress)), but p_paddr \(hex(segment.physicalAddress)) with VIRT_BASE \
    \(hex(layout.virtBase)) and PADDR_OFFSET \(hex(layout.paddrOffset)) puts it at \
    \(hex(layout.expectedAddress(segment))); make p_vaddr − p_paddr equal VIRT_BASE − PADDR_OFFSET
    """
  }

  /// The message for a kernel whose linker script has no AT().
  fileprivate static func noPhysical(_ segment: ElfFile.Segment, _ layout: PVLayout) -> Message {
    """
    p_paddr equals p_vaddr, \(hex(segment.virtualAddress)): with VIRT_BASE \(hex(layout.virtBase)) and \
    PADDR_OFFSET \(hex(layout.paddrOffset)) loaders put the segment at \
    \(hex(layout.expectedAddress(segment))); the notes' addresses are right: give the sections \
    AT(ADDR(.section) - \(hex(layout.virtBase &- layout.paddrOffset))) in the linker script, or set \
    PADDR_OFFSET to \(hex(layout.virtBase))
    """
  }
}
