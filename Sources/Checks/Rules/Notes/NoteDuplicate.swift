// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The image has the same Xen note twice; the last one wins.
///
/// Loaders read all notes in the order of the file and overwrite the value of an earlier note of
/// the same type; no loader reports it. The linker decides which object's note comes last, so a
/// second VIRT_BASE from a forgotten object can win after a change of the link order. Features are
/// an exception: those of all FEATURES and SUPPORTED_FEATURES notes are combined.
///
/// **Affected:** no loader reports it; libxenguest and the dom0 builder use the last note, readers
/// that stop at the first match (QEMU, linux-loader) use the first.
///
/// **Fix:** keep one of them; find the objects with `readelf -n *.o`, or discard one in the linker
/// script:
///
/// ```
/// .notes : { KEEP(*(.note.Xen)) } :text :note
/// /DISCARD/ : { *legacy.o(.note.Xen) }
/// ```
public enum NoteDuplicate: Rule {
  public static let id = "note-duplicate"
  public static let severity: Severity = .warning
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    wrong: """
      NOTE ENTRY, .quad, start
      NOTE ENTRY, .quad, start + 1
      """,
    right: "NOTE ENTRY, .quad, start",
    without: [.entry])

  public static func check(_ subject: Subject) -> [Finding] {
    var first: [UInt32: NoteRecord] = [:]
    return subject.loaderNotes.compactMap { record in
      guard let earlier = first.updateValue(record, forKey: record.type),
        let note = record.note, !joined.contains(note.number)
      else { return nil }
      let same = earlier.descriptor.array == record.descriptor.array
      return finding(
        .again(note.name, earlier.offset, same: same), at: subject.place(of: record),
        same ? .note : .warning)
    }
  }

  /// The notes whose values are combined, or that may be repeated.
  private static let joined: Set<UInt32> = [
    XenNote.features.number, XenNote.supportedFeatures.number, XenNote.info.number,
  ]
}

extension Message {
  fileprivate static func again(_ name: String, _ offset: UInt64, same: Bool) -> Message {
    """
    \(name) is already at offset \(hex(offset)), \
    \(same ? "with the same value" : "with another value"): Xen uses the last, QEMU the first; \
    keep one
    """
  }
}
