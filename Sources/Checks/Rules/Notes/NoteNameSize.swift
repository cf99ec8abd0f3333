// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The name of a Xen note is not the four bytes "Xen" and NUL, which namesz has to count.
///
/// Xen's own parser compares strings and accepts such a note if a NUL follows, for example in the
/// padding. Readers that compare namesz with 4 first (QEMU's PVH loader, rust-vmm's linux-loader in
/// Cloud Hypervisor and Firecracker) skip it: "Error loading uncompressed kernel without PVH ELF
/// Note" was the only message in embox #2468, after the NUL of "Xen" was lost.
///
/// **Affected:** QEMU, Cloud Hypervisor, Firecracker skip the note; libxenguest and the dom0
/// builder accept it.
///
/// **Fix:** use `.asciz` instead of `.ascii`, and compute the size from labels:
///
/// ```
///     .long 2f - 1f, 4f - 3f, XEN_ELFNOTE_PHYS32_ENTRY
/// 1:  .asciz "Xen"
/// 2:  .balign 4
/// 3:  .long start32
/// 4:  .balign 4
/// ```
public enum NoteNameSize: MendingRule {
  public static let id = "note-name-size"
  public static let severity: Severity = .warning
  public static let example = RuleExample.noteHead(
    #"""
      .long 3, 2f - 1f, XEN_ELFNOTE_LOADER
      .ascii "Xen\0"
    """#)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.filter { $0.name.count != XenNote.owner.utf8.count + 1 }
      .map { finding(.wrongSize($0.name.count), at: subject.place(of: $0)) }
  }
}

extension Message {
  fileprivate static func wrongSize(_ count: Int) -> Message {
    """
    namesz is \(count), not 4: Xen's parser accepts the note only because a NUL follows, QEMU, Cloud \
    Hypervisor and Firecracker skip it; write "Xen" with .asciz and namesz 4
    """
  }
}
