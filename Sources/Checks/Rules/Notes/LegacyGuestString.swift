// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The kernel has a `__xen_guest` string, as used before 3.0.3, alone or in addition to notes.
///
/// If there are Xen notes, the string is never read. Alone it works for PV only: it has no key for
/// PVH. Its defaults differ too: PADDR_OFFSET defaults to VIRT_BASE in the string but to 0 in
/// notes, so that a kernel that gets notes later, without PADDR_OFFSET, is suddenly "out of
/// bounds". A required feature that the loader does not know is fatal in a note and ignored in the
/// string. Debian's gnumach-1.8-xen-486 boots through this string, because its notes have a wrong
/// owner.
///
/// **Affected:** the PVH loaders (libxenguest, dom0 builder, QEMU, GRUB) never read it.
///
/// **Fix:** provide the same values as notes, including PADDR_OFFSET:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE,    .quad VIRT_BASE)
///     ELFNOTE(Xen, XEN_ELFNOTE_PADDR_OFFSET, .quad VIRT_BASE)
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY,        .quad start)
/// ```
public enum LegacyGuestString: Rule {
  public static let id = "legacy-guest-string"
  public static let severity: Severity = .note
  public static let example = RuleExample(
    wrong: """
        .section __xen_guest
        .asciz "GUEST_OS=example,XEN_VER=xen-3.0,LOADER=generic"
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.legacy != nil else { return [] }
    let place = Place(section: LegacyString.sectionName)
    return [finding(subject.xenNotes.isEmpty ? .alone : .beside, at: place)]
  }
}

extension Message {
  fileprivate static let alone: Message = """
    loaders can only use the __xen_guest string, which supports PV only; give the kernel Xen notes
    """

  fileprivate static let beside: Message = """
    the __xen_guest string is never read beside Xen notes; remove it, or keep both consistent
    """
}
