// SPDX-License-Identifier: Apache-2.0

import CElf
import Commands
import GuestImage
import HypervisorABI
import TestGuests

/// The guest that pvkit generates, as gcc builds it.
struct ReferenceGuest: Sendable {
  let bytes: [UInt8]
  /// Its Xen notes, in order.
  let notes: [TestNote]
  /// File offsets of the headers of PT_NOTE segments and SHT_NOTE sections.
  private let segments: [Int]
  private let sections: [Int]
  /// File offsets of the tables.
  private let segmentTable: Int
  private let sectionTable: Int
  private let segmentCount: Int

  static let built = Result { try ReferenceGuest() }

  private init() throws {
    bytes = try GuestImage.open(path: GeneratedGuest().image()).file.array
    let elf = try GuestImage(name: "guest.elf", file: Bytes(bytes)).elf.get()
    notes = elf.notes.filter { $0.owner == XenNote.owner && $0.origin.isSegment }
      .map { TestNote($0.type, $0.descriptor.array) }
    (segmentTable, sectionTable) = (Int(elf.header.segmentTable), Int(elf.header.sectionTable))
    segmentCount = elf.segments.count
    segments = elf.segments.filter(\.isNote).map { [segmentTable] in segmentTable + $0.index * 56 }
    sections = elf.sections.filter { $0.type == UInt32(SHT_NOTE) }
      .map { [sectionTable] in sectionTable + $0.index * 64 }
  }

  /// The guest with other notes: they are appended, and the tables point at them.
  func with(_ notes: [TestNote]) -> [UInt8] {
    let blob = notes.flatMap(\.encoded)
    var file = bytes + Array(repeating: 0, count: -bytes.count & 3)
    let place = TestNote.number(UInt64(file.count), size: 8)
    let size = TestNote.number(UInt64(blob.count), size: 8)
    file += blob
    for header in segments {
      file.replaceSubrange(header + 8..<header + 16, with: place)
      file.replaceSubrange(header + 32..<header + 40, with: size)
    }
    for header in sections {
      file.replaceSubrange(header + 24..<header + 32, with: place)
      file.replaceSubrange(header + 32..<header + 40, with: size)
    }
    return file
  }

  /// For random damage.
  var image: TestImage {
    let rewritten = with(notes)
    return TestImage(
      bytes: rewritten, header: 0..<64, segments: segmentTable..<segmentTable + 56 * segmentCount,
      notes: rewritten.count - notes.flatMap(\.encoded).count..<rewritten.count,
      legacy: 0..<0, sections: sectionTable..<bytes.count)
  }
}

extension NoteRecord.Origin {
  fileprivate var isSegment: Bool {
    if case .segment = self { return true }
    return false
  }
}
