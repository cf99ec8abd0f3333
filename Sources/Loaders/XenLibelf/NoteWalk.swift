// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// Iterates over notes: a header of 12 bytes, the name and the descriptor, each padded to 4 bytes
/// whatever the segment's alignment is (libelf-dominfo.c@4.17, elf_xen_parse_notes;
/// libelf-tools.c@4.17, elf_note_next).
extension NoteParser {
  /// The maximum number of notes, after which libelf stops reading. Releases that do not check
  /// bounds have no such limit; there so many notes mean an endless loop.
  private static let mostNotes = 65536
  private static let headerSize = UInt64(MemoryLayout<Elf64_Nhdr>.size)
  private static let owner = Array(XenNote.owner.utf8)

  /// Reads the Xen notes between two pointers, and returns their number.
  mutating func walk(from start: UInt64, to end: UInt64) throws(Refusal) -> Int {
    parameters.sawNotes = start != 0
    var (note, found) = (start, 0)
    while note < end {
      if noteCount >= NoteParser.mostNotes {
        guard dialect.checksBounds else { throw .neverEnds("its notes go in a circle") }
        elf.markBroken("too many ELF notes")
        break
      }
      if elf.isLost { break }
      noteCount += 1
      // The name is compared up to its NUL, wherever that is; n_namesz is ignored.
      if elf.isString(NoteParser.owner, at: note &+ NoteParser.headerSize) {
        try take(NoteFields(note: note, in: elf))
        found += 1
      }
      note = next(after: note)
    }
    return found
  }

  private func next(after note: UInt64) -> UInt64 {
    let place = NoteFields(note: note, in: elf)
    let next = place.descriptor &+ place.paddedDescriptor
    guard dialect.checksBounds else { return next }
    return next <= note || !elf.isAccessible(note) ? .max : next
  }
}

/// The fields of a note, as pointers and sizes in bytes.
struct NoteFields {
  let type: UInt32
  let descriptor: UInt64
  let descriptorSize: UInt32
  /// The padded size of the descriptor.
  let paddedDescriptor: UInt64

  init(note: UInt64, in elf: RawElf) {
    type = UInt32(truncatingIfNeeded: elf.value(.noteType, at: note))
    let name = UInt32(truncatingIfNeeded: elf.value(.noteNameSize, at: note))
    descriptorSize = UInt32(truncatingIfNeeded: elf.value(.noteDescriptorSize, at: note))
    let signed = !elf.dialect.checksBounds && !elf.dialect.isOfOneWidth
    descriptor = elf.pointer(
      note &+ UInt64(MemoryLayout<Elf64_Nhdr>.size) &+ NoteFields.padded(name, signed: signed))
    paddedDescriptor = NoteFields.padded(descriptorSize, signed: signed)
  }

  /// The size rounded up to a multiple of 4, in 32 bits that can wrap; where bounds are not
  /// checked, the result is sign-extended.
  private static func padded(_ size: UInt32, signed: Bool) -> UInt64 {
    let padded = (size &+ 3) & ~3
    return signed ? UInt64(bitPattern: Int64(Int32(bitPattern: padded))) : UInt64(padded)
  }
}
