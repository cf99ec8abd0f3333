// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The descriptor of a Xen note extends past the end of its segment or section.
///
/// Xen's parser never compares descsz with the size of the table: the last note may claim any size
/// and is still read. Readers that check bounds drop it, and a note that is appended after it is
/// lost for all. GRUB's grub-i386-xen.bin is an example: PAE_MODE "yes" claims 12 bytes where 4 are
/// left.
///
/// **Affected:** readelf ("note with invalid namesz and/or descsz"), QEMU and linux-loader;
/// libxenguest and the dom0 builder accept it.
///
/// **Fix:** compute both sizes from labels:
///
/// ```
///     .long 4, 2f - 1f, XEN_ELFNOTE_PAE_MODE
///     .asciz "Xen"
/// 1:  .asciz "yes"
/// 2:  .balign 4
/// ```
public enum NoteOverrun: Rule {
  public static let id = "note-overrun"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    wrong: """
        .section .note.Xen, "a", @note
        .balign 4
        .long 4, 64, XEN_ELFNOTE_FEATURES
        .asciz "Xen"
        .asciz "dom0"
      """,
    right: #"NOTE FEATURES, .asciz, "dom0""#)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.filter(\.isCutOff).map {
      finding(.overrun($0.descriptorSize, left: $0.descriptor.count), at: subject.place(of: $0))
    }
  }
}

extension Message {
  fileprivate static func overrun(_ size: UInt32, left: Int) -> Message {
    """
    the descriptor claims \(bytes(size)) where \(bytes(left)) are left: Xen accepts it, readers that \
    check bounds drop it; compute descsz from labels
    """
  }
}
