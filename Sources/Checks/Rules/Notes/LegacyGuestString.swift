// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The kernel has the `__xen_guest` string of before 3.0.3, alone or beside notes.
///
/// Beside Xen notes the string is never read, whatever it says. Alone it serves PV only: PVH has no
/// key in it. Its defaults differ too: ELF_PADDR_OFFSET is VIRT_BASE there and 0 with notes, so a
/// kernel that is given notes later without PADDR_OFFSET is suddenly "out of bounds". A required
/// feature that the loader does not know is fatal in a note and ignored in the string. Debian's
/// gnumach-1.8-xen-486 boots by this string, because its notes bear a wrong owner.
///
/// **Who minds:** the PVH loaders (libxenguest, dom0 builder, QEMU, GRUB) never read it.
///
/// **Cure:** say the same in notes, PADDR_OFFSET included:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE,    .quad VIRT_BASE)
///     ELFNOTE(Xen, XEN_ELFNOTE_PADDR_OFFSET, .quad VIRT_BASE)
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY,        .quad start)
/// ```
public enum LegacyGuestString: Rule {
  public static let id = "legacy-guest-string"
  public static let severity = Finding.Severity.note

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.legacy != nil else { return [] }
    let place = Place(section: LegacyString.sectionName)
    return [finding(subject.xenNotes.isEmpty ? .alone : .beside, at: place)]
  }
}

extension Message {
  fileprivate static let alone: Message = """
    loaders have the __xen_guest string alone to go by, which serves PV only; give the kernel Xen \
    notes
    """

  fileprivate static let beside: Message = """
    the __xen_guest string is never read beside Xen notes; drop it, or keep both in step
    """
}
