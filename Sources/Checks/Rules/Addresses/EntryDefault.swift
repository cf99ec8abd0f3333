// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// There is no ENTRY note, and e_entry, the default, is not a virtual address of the kernel.
///
/// A kernel's e_entry is often physical, for boot loaders that run without paging. A PV loader
/// treats it as virtual and says "ELF start or entries are out of bounds". Debian's 6.1 686-pae
/// kernel is such an image: it has VIRT_BASE and a PVH entry but, built without 32-bit PV, no
/// ENTRY.
///
/// **Affected:** libxenguest and the dom0 builder, PV.
///
/// **Fix:** add a note with the PV entry, or run the kernel as PVH if it has PHYS32_ENTRY:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
/// ```
public enum EntryDefault: Rule {
  public static let id = "entry-default"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    right: "NOTE ENTRY, .quad, start",
    without: [.entry, .phys32Entry],
    script: ("ENTRY(start)", "physical = 0x100000; ENTRY(physical)"))

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.claimsPV, !subject.says(.entry), let elf = subject.elf,
      let layout = subject.layout, !layout.contains(elf.entry),
      // link-address reports this case.
      !layout.misplaces(elf.entry)
    else { return [] }
    let place = Place(note: XenNote.entry.name, address: elf.entry)
    return [finding(.outside(elf.entry, layout), at: place, subject.worstForPV)]
  }
}

extension Message {
  fileprivate static func outside(_ entry: UInt64, _ layout: PVLayout) -> Message {
    """
    no ENTRY note, and e_entry \(hex(entry)) is not in the kernel's \(hex(layout.start)) to \
    \(hex(layout.end)): PV loaders refuse it as out of bounds; add ENTRY
    """
  }
}
