// SPDX-License-Identifier: Apache-2.0

/// The free areas of an ELF file: runs of zeros that no header refers to.
struct FreeRoom {
  /// The ranges of the headers and of everything they refer to, sorted by their start.
  private var taken: [Range<UInt64>]

  init(_ elf: ElfFile) {
    let header = elf.header
    let segmentBytes = UInt64(elf.segments.count * header.segmentHeaderSize)
    let sectionBytes = UInt64(elf.sections.count * header.sectionHeaderSize)
    let tables = [
      (0, UInt64(header.byteCount)), (header.segmentTable, segmentBytes),
      (header.sectionTable, sectionBytes),
    ]
    let contents =
      elf.segments.map { ($0.offset, $0.fileSize) }
      + elf.sections.filter(\.hasContents).map { ($0.offset, $0.size) }
    let most = UInt64(elf.bytes.count)
    taken = (tables + contents).compactMap { Self.range(from: $0, count: $1, most: most) }
    taken.sort { $0.lowerBound < $1.lowerBound }
  }

  /// The part of a range that is within a file of `most` bytes; nil if it is empty.
  private static func range(
    from offset: UInt64, count: UInt64, most: UInt64
  ) -> Range<UInt64>? {
    guard count > 0, offset < most else { return nil }
    return offset..<offset + min(count, most - offset)
  }

  /// Allocates `count` bytes in a gap of `file`, at a multiple of 8; nil if no gap is large enough.
  ///
  /// The area after the last range is not a gap, because Linux's build appends relocations there.
  mutating func take(_ count: Int, in file: [UInt8]) -> Int? {
    var end: UInt64 = 0
    for range in taken {
      let start = (end + 7) & ~7
      if range.lowerBound > start, range.lowerBound - start >= UInt64(count) {
        let hole = Int(start)..<Int(start) + count
        if hole.upperBound <= file.count, file[hole].allSatisfy({ $0 == 0 }) {
          take(hole)
          return hole.lowerBound
        }
      }
      end = max(end, range.upperBound)
    }
    return nil
  }

  /// Whether these bytes of `file` are free.
  func isFree(_ wanted: Range<Int>, in file: [UInt8]) -> Bool {
    let last = taken.map(\.upperBound).max() ?? 0
    let isUnnamed = !taken.contains {
      $0.overlaps(UInt64(wanted.lowerBound)..<UInt64(wanted.upperBound))
    }
    return isUnnamed && UInt64(wanted.upperBound) <= last && wanted.upperBound <= file.count
      && file[wanted].allSatisfy { $0 == 0 }
  }

  /// Marks a range as taken.
  mutating func take(_ range: Range<Int>) {
    taken.append(UInt64(range.lowerBound)..<UInt64(range.upperBound))
    taken.sort { $0.lowerBound < $1.lowerBound }
  }
}
