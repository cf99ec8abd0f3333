// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// A note has the content of a Xen note, but its owner is not "Xen".
///
/// Loaders compare the owner with the four bytes `Xen\0` and silently skip every other note. The
/// image is then not a Xen image at all, or the loader falls back to the `__xen_guest` string and
/// nobody notices that the notes are ignored. Debian ships such an image: all nine notes of
/// gnumach-1.8-xen-486 have the owner "name", the formal parameter of the assembler macro that was
/// meant to write them; the kernel boots only because of its legacy string.
///
/// The rule recognizes notes in a section with "xen" in its name, owners that differ from "Xen"
/// only in case or in characters that are not letters, and groups of one owner with a descriptor
/// "xen-3.…".
///
/// **Affected:** every loader: libxenguest, the hypervisor's dom0 builder, GRUB, QEMU, Cloud
/// Hypervisor, Firecracker.
///
/// **Fix:** write the owner literally, with its NUL, four bytes in total:
///
/// ```
///     .pushsection .note.Xen, "a", @note
///     .balign 4
///     .long 4, 8, XEN_ELFNOTE_ENTRY   # namesz, descsz, type
///     .asciz "Xen"
///     .quad start
///     .popsection
/// ```
public enum NoteOwner: MendingRule {
  public static let id = "note-owner"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample.noteHead(
    """
      .long 5, 2f - 1f, XEN_ELFNOTE_LOADER
      .asciz "name"
      .balign 4
    """)

  public static func check(_ subject: Subject) -> [Finding] {
    let isLost = subject.xenNotes.isEmpty && subject.legacy == nil
    return Dictionary(grouping: strangers(subject), by: \.owner)
      .sorted { $0.value[0].offset < $1.value[0].offset }
      .map { owner, notes in
        let names = notes.prefix(3).map { XenNote.number($0.type)?.name ?? String($0.type) }
        return finding(
          .wrongOwner(owner, count: notes.count, names: names), at: subject.place(of: notes[0]),
          isLost ? .error : .warning)
      }
  }

  public static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject) {
    let strangers = Set(strangers(subject).map(\.offset))
    for index in entries.indices where entries[index].offset.map(strangers.contains) ?? false {
      entries[index].owner = XenNote.owner
    }
  }

  /// The notes of other owners that were probably meant as Xen notes.
  private static func strangers(_ subject: Subject) -> [NoteRecord] {
    let others = subject.notes.filter { !$0.isXen && !knownOwners.contains($0.owner) }
    let versioned = Set(others.filter(isVersion).map(\.owner))
    return others.filter {
      isMisspelt($0.owner) || versioned.contains($0.owner) || isInXenSection($0, subject)
    }
  }

  /// Owners that are not misspellings of "Xen".
  private static let knownOwners: Set<String> = [
    "GNU", "Linux", "Go", "CORE", "LINUX", "stapsdt", "FreeBSD", "NetBSD", "OpenBSD", "FDO",
  ]

  /// Whether the owner has the same letters as "Xen", ignoring case and other characters.
  private static func isMisspelt(_ owner: String) -> Bool {
    owner.lowercased().filter(\.isLetter) == XenNote.owner.lowercased()
  }

  private static func isVersion(_ note: NoteRecord) -> Bool {
    note.type == XenNote.xenVersion.number && note.descriptor.starts(with: Array("xen-".utf8))
  }

  private static func isInXenSection(_ note: NoteRecord, _ subject: Subject) -> Bool {
    let name = subject.elf?.noteSection(at: note.offset)?.name ?? ""
    return name.lowercased().contains(XenNote.owner.lowercased())
  }
}

extension Message {
  fileprivate static func wrongOwner(_ owner: String, count: Int, names: [String]) -> Message {
    """
    \(count) \(count == 1 ? "note" : "notes") (\(names.joined(separator: ", "))\
    \(count > names.count ? ", …" : "")) with the owner \(quoted(owner)): loaders skip \
    \(count == 1 ? "it" : "them"); write the owner "Xen" with its NUL, namesz 4
    """
  }
}
