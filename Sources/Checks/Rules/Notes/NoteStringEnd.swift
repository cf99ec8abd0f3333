// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A string note's descriptor does not end in NUL.
///
/// Xen's parser takes no notice of the descriptor's size: it reads on to the next NUL, through the
/// padding or into the following note's header. XEN_VERSION "xen-3.0" has seven characters, so a
/// single byte of padding ends it today; a string of eight swallows what follows, and a string that
/// runs past 4,096 bytes or the image's end makes the loader skip the note.
///
/// **Who minds:** libxenguest and the dom0 builder (libelf, elf_strval); strict readers such as
/// Xen's readnotes print what they find.
///
/// **Cure:** `.asciz` in place of `.ascii`, and a descsz that counts the NUL:
///
/// ```
///     .long 4, 2f - 1f, XEN_ELFNOTE_XEN_VERSION
///     .asciz "Xen"
/// 1:  .asciz "xen-3.0"
/// 2:  .balign 4
/// ```
public enum NoteStringEnd: Rule {
  public static let id = "note-string-end"
  public static let severity = Finding.Severity.warning

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.compactMap { record in
      guard let note = record.note, note.descriptor == .string, note.number != XenNote.info.number
      else { return nil }
      let text = record.descriptor.string()
      guard text.count == record.descriptor.count else { return nil }
      return finding(
        .noNul(note.name, String(decoding: text, as: UTF8.self)), at: subject.place(of: record))
    }
  }
}

extension Message {
  fileprivate static func noNul(_ name: String, _ text: String) -> Message {
    """
    \(name) \(quoted(text)) has no NUL: Xen reads on into whatever follows; end it with .asciz and \
    count the NUL in descsz
    """
  }
}
