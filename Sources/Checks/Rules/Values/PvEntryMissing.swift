// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// A kernel with a PVH entry has no entry for PV, so it cannot run as a PV guest.
///
/// Linux built with CONFIG_PVH and without CONFIG_XEN_PV is such a kernel, and so is the PV shim.
/// Most releases refuse it as PV: "no loader found", "Will only load images built for the generic
/// loader or Linux images", "ELF start or entries are out of bounds". From 4.10.1 to 4.15, the note
/// PHYS32_ENTRY makes the loader accept the image as PV too, regardless of what it lacks: the
/// domain is built, starts at e_entry with paging on, and dies.
///
/// **Affected:** libxenguest with type="pv" and the dom0 builder, PV. A kernel for PVH is not
/// wrong.
///
/// **Fix:** run it as PVH, or build it with CONFIG_XEN_PV:
///
/// ```
/// type = "pvh"
/// ```
public enum PvEntryMissing: Rule {
  public static let id = "pv-entry-missing"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    right: """
      NOTE XEN_VERSION, .asciz, "xen-3.0"
      NOTE LOADER, .asciz, "generic"
      NOTE VIRT_BASE, .quad, VIRT_BASE
      NOTE ENTRY, .quad, start
      """,
    without: [.xenVersion, .guestOS, .loader, .virtBase, .paddrOffset, .entry],
    arguments: ("--mode all", "--mode all"))

  public static func check(_ subject: Subject) -> [Finding] {
    let asked = subject.verdicts.filter { $0.mode == .pv || $0.mode == .shim }
    guard !asked.isEmpty, subject.says(.phys32Entry), !subject.offer.modes.contains(.pv) else {
      return []
    }
    let place = Place(note: XenNote.entry.name)
    return [
      asked.contains(where: \.accepts)
        ? finding(.accepted(subject.target.xen), at: place)
        : finding(.refused, at: place, subject.worstForPV)
    ]
  }
}

extension Message {
  fileprivate static func accepted(_ release: XenRelease) -> Message {
    """
    no entry for PV: Xen \(release) accepts the image as PV because of its PHYS32_ENTRY, and the \
    guest dies at its first instructions; run it as type = "pvh", or build with CONFIG_XEN_PV
    """
  }

  fileprivate static let refused: Message = """
    no entry for PV: the kernel is for PVH only; run it as type = "pvh", or build with CONFIG_XEN_PV
    """
}
