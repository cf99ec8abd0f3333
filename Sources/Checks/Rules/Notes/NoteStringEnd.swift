// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The descriptor of a string note does not end with a NUL.
///
/// Xen's parser ignores the descriptor's size and reads up to the next NUL. If the length is not a
/// multiple of 4, that NUL is in the padding, and the note happens to work: Linux writes FEATURES
/// like this, with 41 characters. A string of 40 characters runs into the header of the next note,
/// up to the NUL in its namesz, and one that exceeds 4,096 bytes or the end of the image makes the
/// loader skip the note.
///
/// **Affected:** libxenguest and the dom0 builder (libelf, elf_strval); strict readers such as
/// Xen's readnotes print what they find.
///
/// **Fix:** use `.asciz` instead of `.ascii`, and a descsz that counts the NUL:
///
/// ```
///     .long 4, 2f - 1f, XEN_ELFNOTE_XEN_VERSION
///     .asciz "Xen"
/// 1:  .asciz "xen-3.0"
/// 2:  .balign 4
/// ```
public enum NoteStringEnd: MendingRule {
  public static let id = "note-string-end"
  public static let severity: Severity = .warning
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    wrong: #"NOTE GUEST_OS, .ascii, "example""#,
    right: #"NOTE GUEST_OS, .asciz, "example""#,
    without: [.guestOS])

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.compactMap { record in
      guard let note = record.note, note.descriptor == .string, note.number != XenNote.info.number
      else { return nil }
      let text = record.descriptor.string()
      guard text.count == record.descriptor.count else { return nil }
      let padded = endsInPadding(record, subject)
      return finding(
        padded ? .padded(note.name, text.count) : .noNul(note.name, record.string),
        at: subject.place(of: record), padded ? .note : .warning)
    }
  }

  public static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject) {
    for index in entries.indices where entries[index].isOpenText {
      entries[index].descriptor.append(0)
    }
  }

  /// Whether the byte after the descriptor is a NUL in the padding, where the loader's search for a
  /// NUL ends.
  private static func endsInPadding(_ record: NoteRecord, _ subject: Subject) -> Bool {
    let end = record.descriptorOffset + UInt64(record.descriptor.count)
    let next: UInt8? = subject.elf?.bytes.integer(at: end)
    return record.descriptor.count % 4 != 0 && next == 0
  }
}

extension NoteRewrite.Entry {
  /// Whether the note is a text without a NUL.
  fileprivate var isOpenText: Bool {
    owner == XenNote.owner && XenNote.number(type)?.descriptor == .string
      && !descriptor.contains(0)
  }
}

extension Message {
  fileprivate static func padded(_ name: String, _ count: Int) -> Message {
    """
    \(name) has no NUL of its own: it ends in the padding, as its \(count) characters are not a \
    multiple of 4; end it with .asciz
    """
  }

  fileprivate static func noNul(_ name: String, _ text: String) -> Message {
    """
    \(name) \(quoted(text)) has no NUL: Xen reads past its end, into whatever follows; end it with \
    .asciz and count the NUL in descsz
    """
  }
}
