// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// Readers that align notes to 4 bytes and readers that align to 8 do not find the same Xen notes.
///
/// Xen aligns to 4. The generic ABI permits 8 in a 64-bit file, which a segment declares by p_align
/// 8; newer toolchains add `.note.gnu.property` (8-byte aligned) to every object, the linker puts
/// it into the same PT_NOTE as the Xen notes, and the whole segment becomes 8-byte aligned. A
/// reader that uses p_align then loses the note after each descriptor whose size is not a multiple
/// of 8. OSv #1113 (Fedora 33), kata #3145, Cloud Hypervisor #3222 and linux-loader #71 were such
/// cases; the message was "Error loading uncompressed kernel without PVH ELF Note". Conversely,
/// padding before an 8-byte aligned section ends Xen's own search early.
///
/// **Affected:** QEMU, readelf and linux-loader until 2023 use p_align; libxenguest and the dom0
/// builder align to 4.
///
/// **Fix:** discard the property notes, or put the Xen notes into a segment of their own:
///
/// ```
/// PHDRS { text PT_LOAD; xen PT_NOTE; }
/// SECTIONS {
///   .note.Xen : { KEEP(*(.note.Xen)) } :text :xen
///   /DISCARD/ : { *(.note.gnu.property) }      /* or: objcopy -R .note.gnu.property */
/// }
/// ```
public enum NoteAlignmentLoss: MendingRule {
  public static let id = "note-alignment-loss"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: """
      NOTE GUEST_OS, .asciz, "os"
        .section .note.gnu.property, "a", @note
        .balign 8
        .long 4, 0, 5
        .asciz "GNU"
      """,
    right: #"NOTE GUEST_OS, .asciz, "os""#,
    without: [.guestOS])

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf else { return [] }
    return elf.noteSegments.flatMap { lost($0, in: elf) }
  }

  private static func lost(_ segment: ElfFile.Segment, in elf: ElfFile) -> [Finding] {
    guard let run = elf.contents(of: segment) else { return [] }
    let place = Place(segment: segment.index, offset: segment.offset)
    let byXen = xenNotes(run, at: segment.offset, .four)
    let missed = notesBySection(of: segment, in: elf).filter { byXen[$0.key] == nil }
    guard missed.isEmpty else { return [finding(.lostByXen(names(missed)), at: place)] }
    guard segment.alignment == NoteAlignment.eight.rawValue else { return [] }
    let byEight = xenNotes(run, at: segment.offset, .eight)
    let lost = byXen.filter { byEight[$0.key]?.descriptorOffset != $0.value.descriptorOffset }
    return lost.isEmpty ? [] : [finding(.lostByEight(names(lost)), at: place, .warning)]
  }

  /// The Xen notes that a reader with this alignment finds, by offset in the file.
  private static func xenNotes(
    _ run: Bytes, at base: UInt64, _ alignment: NoteAlignment
  ) -> [UInt64: NoteRecord] {
    var iterator = NoteIterator(run, origin: .segment(0), base: base, alignment: alignment)
    var found: [UInt64: NoteRecord] = [:]
    while found.count < NoteTable.mostNotes, let note = iterator.next() {
      if note.isXen { found[note.offset] = note }
    }
    return found
  }

  /// The Xen notes of each section in the segment, by offset in the file. Each section is read from
  /// its own start.
  private static func notesBySection(
    of segment: ElfFile.Segment, in elf: ElfFile
  ) -> [UInt64: NoteRecord] {
    let inside = elf.sections.filter { $0.isNote && segment.holds($0.offset) }
    return inside.prefix(ElfFile.mostNoteTables).reduce(into: [:]) { found, section in
      guard let run = elf.contents(of: section) else { return }
      found.merge(xenNotes(run, at: section.offset, .four)) { first, _ in first }
    }
  }

  /// The names of at most three notes, in the order of the file.
  private static func names(_ notes: [UInt64: NoteRecord]) -> String {
    let sorted = notes.values.sorted { $0.offset < $1.offset }
    let names = sorted.prefix(3).map { $0.note?.name ?? "type \(Message.hex($0.type))" }
    return names.joined(separator: ", ") + (sorted.count > 3 ? ", …" : "")
  }
}

extension Message {
  fileprivate static func lostByXen(_ names: String) -> Message {
    """
    padding between the note sections of this segment hides \(names) from Xen, which pads to 4; \
    discard .note.gnu.property or give the Xen notes a PT_NOTE of their own
    """
  }

  fileprivate static func lostByEight(_ names: String) -> Message {
    """
    p_align is 8, but the notes are padded to 4: QEMU and other readers that use p_align lose \
    \(names); discard .note.gnu.property or give the Xen notes a PT_NOTE of their own
    """
  }
}
