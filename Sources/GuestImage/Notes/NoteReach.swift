// SPDX-License-Identifier: Apache-2.0

/// How far a kernel must be unpacked for its note segments to be read.
enum NoteReach {
  /// The longest ELF header, that of ELF64.
  private static let headerSize = 64
  /// Program headers, or notes, that take more than this are not worth stopping for.
  private static let most: UInt64 = 1 << 20

  /// Given the front of a kernel, how many of its bytes suffice; nil when all of them are wanted.
  static func bytesNeeded(after front: UnsafeRawBufferPointer) -> Int? {
    guard front.count >= headerSize else { return headerSize }
    guard let header = header(front), let table = end(of: header) else { return nil }
    guard front.count >= table else { return Int(table) }
    guard let segments = segments(front, table)?.filter({ $0.isNote && $0.offset > 0 }),
      let last = segments.compactMap(\.end).max(), segments.allSatisfy({ $0.end != nil }),
      // None is longer than that, so that the sum of 65,535 fits.
      segments.reduce(0, { $0 + min($1.fileSize, most + 1) }) <= most
    else { return nil }
    guard front.count >= last else { return Int(last) }
    return segments.contains { hasXenNote($0, front, header.isBigEndian) } ? Int(last) : nil
  }

  private static func copy(_ front: UnsafeRawBufferPointer, _ range: Range<UInt64>) -> Bytes {
    Bytes(Array(front[Int(range.lowerBound)..<Int(range.upperBound)]))
  }

  private static func header(_ front: UnsafeRawBufferPointer) -> ElfFile.Header? {
    try? ElfReader(copy(front, 0..<UInt64(headerSize)), name: "").header
  }

  /// Where the program headers end.
  private static func end(of header: ElfFile.Header) -> UInt64? {
    guard header.segmentTable <= most else { return nil }
    return header.segmentTable + UInt64(header.segmentCount) * UInt64(header.segmentHeaderSize)
  }

  private static func segments(
    _ front: UnsafeRawBufferPointer, _ table: UInt64
  ) -> [ElfFile.Segment]? {
    let count = max(table, UInt64(headerSize))
    return try? ElfReader(copy(front, 0..<count), name: "").segments()
  }

  private static func hasXenNote(
    _ segment: ElfFile.Segment, _ front: UnsafeRawBufferPointer, _ isBigEndian: Bool
  ) -> Bool {
    guard segment.fileSize <= most, let end = segment.end else { return false }
    var notes = NoteIterator(
      copy(front, segment.offset..<end), origin: .segment(segment.index), base: 0,
      isBigEndian: isBigEndian)
    while let note = notes.next() {
      if note.isXen { return true }
    }
    return false
  }
}

extension ElfFile.Segment {
  /// Where its bytes end in the file; nil when that is no place that a kernel has.
  fileprivate var end: UInt64? {
    let (end, overflow) = offset.addingReportingOverflow(fileSize)
    return overflow || end > UInt64(Int32.max) ? nil : end
  }
}
