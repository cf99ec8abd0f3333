// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A Xen note has a type that the target's loaders do not know.
///
/// Loaders log "unknown" and go on, so a mistyped number is a note that was never written. A note
/// newer than the target is as good as absent there: PHYS32_RELOC came with Xen 4.19, and a kernel
/// that relies on being moved is loaded at its linked address by 4.17.
///
/// **Who minds:** libxenguest and the dom0 builder ignore the note; `readelf -n` calls many known
/// ones unknown too (or NT_VERSION, NT_ARCH, GO BUILDID), see `pvkit notes`.
///
/// **Cure:** take the number from `xen/include/public/elfnote.h` by its name:
///
/// ```
/// #include <xen/elfnote.h>
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
/// ```
public enum NoteUnknown: Rule {
  public static let id = "note-unknown"
  public static let severity = Finding.Severity.warning

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
