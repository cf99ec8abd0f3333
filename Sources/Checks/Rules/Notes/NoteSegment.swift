// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// No PT_NOTE program header covers the Xen notes.
///
/// Xen reads PT_NOTE first, and SHT_NOTE sections only if it found no Xen note there. A PT_NOTE
/// with p_offset 0 is skipped: binutils once wrote such headers (sourceware #594, Xen commit
/// 6f1113b5c5). Section headers are not part of what is loaded; `strip`, `objcopy` and compression
/// tools may drop them, and other loaders never read them.
///
/// **Affected:** libxenguest and the dom0 builder fall back to SHT_NOTE; QEMU, Cloud Hypervisor and
/// Firecracker find nothing. GRUB has a fallback of its own, for Unikraft.
///
/// **Fix:** allocate the section and give it a program header:
///
/// ```
/// PHDRS { text PT_LOAD FLAGS(5); note PT_NOTE FLAGS(4); }
/// SECTIONS { .notes : { KEEP(*(.note.*)) } :text :note }
/// ```
public enum NoteSegment: MendingRule {
  public static let id = "note-segment"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    script: (":text :note", ":text"))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf else { return [] }
    let segments = elf.noteSegments
    let outside = subject.xenNotes.filter { note in !segments.contains { $0.holds(note.offset) } }
    guard let first = outside.first else { return [] }
    let empty = elf.segments.first { $0.isNote && $0.offset == 0 }
    var place = subject.place(of: first)
    place.note = nil
    place.segment = empty?.index
    let seen = outside.count < subject.xenNotes.count
    let message: Message = seen ? .ignored : empty == nil ? .sectionOnly : .offsetZero
    // If there are notes inside and outside PT_NOTE, only the author knows which ones are right.
    return [finding(message, at: place, isMendable: !seen)]
  }
}

extension Message {
  fileprivate static let sectionOnly: Message = """
    the Xen notes are in an SHT_NOTE section only: Xen falls back to it, QEMU and other PVH loaders \
    do not, and strip may drop it; add a PT_NOTE program header
    """

  fileprivate static let offsetZero: Message = """
    PT_NOTE has p_offset 0, which Xen skips: it falls back to the SHT_NOTE section, other loaders \
    do not; link with a current binutils
    """

  fileprivate static let ignored: Message = """
    Xen notes outside PT_NOTE are ignored, as there are some inside; put all of them into the \
    section that PT_NOTE covers
    """
}
