// SPDX-License-Identifier: Apache-2.0

/// Where an ELF has room for more: runs of zeros to which no header leads, then its end if it may
/// grow.
struct FreeRoom {
  /// What headers lead to and the headers themselves, by where they begin.
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

  /// What of it lies in a file of `most` bytes; nil for nothing.
  private static func range(
    from offset: UInt64, count: UInt64, most: UInt64
  ) -> Range<UInt64>? {
    guard count > 0, offset < most else { return nil }
    return offset..<offset + min(count, most - offset)
  }

  /// Takes `count` bytes at a multiple of 8 in a hole of `file`; nil when no hole is so large.
  ///
  /// What is behind the last thing that headers lead to is no hole: Linux's build appends
  /// relocations there.
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

  /// Whether nothing stands in these bytes of `file`.
  func isFree(_ wanted: Range<Int>, in file: [UInt8]) -> Bool {
    let last = taken.map(\.upperBound).max() ?? 0
    let isUnnamed = !taken.contains {
      $0.overlaps(UInt64(wanted.lowerBound)..<UInt64(wanted.upperBound))
    }
    return isUnnamed && UInt64(wanted.upperBound) <= last && wanted.upperBound <= file.count
      && file[wanted].allSatisfy { $0 == 0 }
  }

  /// Something stands there from now on.
  mutating func take(_ range: Range<Int>) {
    taken.append(UInt64(range.lowerBound)..<UInt64(range.upperBound))
    taken.sort { $0.lowerBound < $1.lowerBound }
  }
}
