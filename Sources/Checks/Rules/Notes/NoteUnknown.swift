// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// A Xen note has a type that the target's loaders do not know.
///
/// Loaders log "unknown" and continue, so a note with a mistyped number has no effect. A note that
/// is newer than the target has no effect either: PHYS32_RELOC came with Xen 4.19, and 4.17 loads a
/// kernel that relies on relocation at its linked address.
///
/// **Affected:** libxenguest and the dom0 builder ignore the note; `readelf -n` also prints many
/// known notes as unknown (or as NT_VERSION, NT_ARCH, GO BUILDID); see `pvkit notes`.
///
/// **Fix:** use the names of `xen/include/public/elfnote.h`:
///
/// ```
/// #include <xen/elfnote.h>
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
/// ```
public enum NoteUnknown: Rule {
  public static let id = "note-unknown"
  public static let severity: Severity = .warning
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    wrong: """
        .section .note.Xen, "a", @note
        .long 4, 4, 0x99
        .asciz "Xen"
        .long 1
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.compactMap { record in
      let place = subject.place(of: record)
      guard let note = record.note else { return finding(.unknown(record.type), at: place) }
      guard note.since > subject.target.xen else { return nil }
      return finding(.newer(note, than: subject.target.xen), at: place, .note)
    }
  }
}

extension Message {
  fileprivate static func unknown(_ type: UInt32) -> Message {
    """
    no Xen note has the type \(hex(type)): loaders ignore it; take the number from elfnote.h by \
    its name
    """
  }

  fileprivate static func newer(_ note: XenNote, than release: XenRelease) -> Message {
    "\(note.name) came with Xen \(note.since): \(release) ignores it; do not rely on it there"
  }
}
