// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// There is no PHYS32_ENTRY note, so the image cannot run as a PVH guest.
///
/// PVH needs only this note: the physical address of a 32-bit entry point. Without it, toolstacks
/// report what failed last and not why: Qubes #3474 saw "can't allocate low memory for domain: Out
/// of memory" and "Permission denied" from a kernel older than 4.11, newer ones say "image not
/// capable of booting inside a HVM container: Invalid kernel", QEMU "Error loading uncompressed
/// kernel without PVH ELF Note". A PV-only image is not wrong; it needs `type = "pv"`.
///
/// **Affected:** libxenguest with type="pvh", a PVH dom0, QEMU, Cloud Hypervisor, Firecracker,
/// GRUB's i386-xen_pvh.
///
/// **Fix:** use Linux 4.11 or later with CONFIG_PVH, or write an entry:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
/// ```
public enum Phys32Missing: Rule {
  public static let id = "phys32-missing"
  public static let severity: Severity = .note
  public static let example = RuleExample(
    right: "NOTE PHYS32_ENTRY, .long, start - VIRT_BASE",
    without: [.phys32Entry],
    arguments: ("--mode all", "--mode all"))

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.asks(.pvh), subject.claimsPV, !subject.says(.phys32Entry), let pvh = subject.pvh,
      pvh.parameters.physicalEntry == nil
    else { return [] }
    return [finding(.missing, at: Place(note: XenNote.phys32Entry.name))]
  }
}

extension Message {
  fileprivate static let missing: Message = """
    no PHYS32_ENTRY note: the image is PV only, and as PVH it fails with messages such as "Out of \
    memory" or "Permission denied"; run it as type = "pv", or build with CONFIG_PVH
    """
}
