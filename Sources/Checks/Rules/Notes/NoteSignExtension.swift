// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// An address note of a 64-bit kernel has 4 bytes, and its value is a truncated kernel address.
///
/// Kernels are linked in the top 2 GiB, from 0xffffffff80000000. Such an address in a descriptor of
/// 4 bytes keeps only its lower half, and loaders do not sign-extend: VIRT_BASE becomes 0x80000000.
/// The image is refused with "ELF start or entries are out of bounds", which does not name the
/// cause. Usually an assembly source that is shared between i386 and x86_64 uses `.long`.
///
/// **Affected:** libxenguest and the dom0 builder (libelf reads the number unsigned).
///
/// **Fix:** use a word of the size of an address, for instance by a macro like Linux's:
///
/// ```
/// #ifdef __x86_64__
/// # define _ASM_PTR .quad
/// #else
/// # define _ASM_PTR .long
/// #endif
/// ```
public enum NoteSignExtension: Rule {
  public static let id = "note-sign-extension"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: "NOTE VIRT_BASE, .long, 0x80000000",
    right: "NOTE VIRT_BASE, .quad, 0xffffffff80000000",
    without: [.virtBase])

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.elf?.width == .bits64 else { return [] }
    return subject.xenNotes.compactMap { record in
      guard let note = record.note, isAddress(note),
        let value: UInt32 = record.descriptor.integer(at: 0), record.descriptor.count == 4,
        value > UInt32(Int32.max)
      else { return nil }
      return finding(.cutShort(note.name, value), at: subject.place(of: record))
        .fixed(by: note, hex(extended(value)), in: subject)
    }
  }

  /// The address that was truncated, by sign extension.
  fileprivate static func extended(_ value: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: value)))
  }

  private static func isAddress(_ note: XenNote) -> Bool {
    note.descriptor == .address || note.number == XenNote.paddrOffset.number
  }
}

extension Message {
  fileprivate static func cutShort(_ name: String, _ value: UInt32) -> Message {
    """
    \(name) is \(hex(value)) in 4 bytes of a 64-bit kernel: loaders do not sign-extend it to \
    \(hex(NoteSignExtension.extended(value))); write it with .quad
    """
  }
}
