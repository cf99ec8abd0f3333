// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The descriptor of a note has a size that loaders cannot read as a value of this note.
///
/// A number has 1, 2, 4 or 8 bytes. Xen's parser silently reads a number of any other size as 0: an
/// ENTRY of 3 bytes is an entry at 0, and the message is "ELF start or entries are out of bounds".
/// A bitmap that does not consist of whole 32-bit words is read as 0 too. Solo5 #332 and torokernel
/// #511 were caused by a wrong descriptor size in a PVH note.
///
/// **Affected:** libxenguest and the dom0 builder read 0 (libelf, elf_note_numeric); QEMU and
/// linux-loader copy as many bytes as an address has, including what follows the descriptor.
///
/// **Fix:** use one directive of the right width, and compute the size from labels around it:
///
/// ```
///     .long 4, 2f - 1f, XEN_ELFNOTE_ENTRY
///     .asciz "Xen"
/// 1:  .quad start          # .long on i386
/// 2:  .balign 4
/// ```
public enum NoteDescriptorSize: Rule {
  public static let id = "note-descriptor-size"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: "NOTE ENTRY, .byte, 0, 0, 0x10",
    right: "NOTE ENTRY, .quad, start",
    without: [.entry])

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.compactMap { record in
      guard let note = record.note else { return nil }
      let size = Int(record.descriptorSize)
      return wanted(note.descriptor, size).map {
        finding(.wrongSize(note.name, size, wanted: $0), at: subject.place(of: record))
      }
    }
  }

  /// The sizes that are valid for the note; nil if its size is valid.
  private static func wanted(_ kind: XenNote.Descriptor, _ size: Int) -> String? {
    switch kind {
    case .number, .address: [1, 2, 4, 8].contains(size) ? nil : "1, 2, 4 or 8"
    case .bitmap: size > 0 && size.isMultiple(of: 4) ? nil : "a multiple of 4"
    case .relocation: [0, 4, 8, 12].contains(size) ? nil : "0, 4, 8 or 12"
    case .numberPairs: size > 0 && size.isMultiple(of: 8) ? nil : "a multiple of 8 (mask, value)"
    case .string, .opaque: nil
    }
  }
}

extension Message {
  fileprivate static func wrongSize(_ name: String, _ size: Int, wanted: String) -> Message {
    """
    \(name)'s descriptor has \(bytes(size)), not \(wanted): Xen silently reads it as 0; give it \
    the width of its type
    """
  }
}
