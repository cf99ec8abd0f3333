// SPDX-License-Identifier: Apache-2.0

/// Computes how much of a kernel must be unpacked to read its note segments.
enum NoteReach {
  /// The size of the longest ELF header, that of ELF64.
  private static let headerSize = 64
  /// The maximum size of program headers and of notes; beyond that, stopping early is not
  /// worthwhile.
  private static let most: UInt64 = 1 << 20

  /// Given the beginning of a kernel, the number of its bytes that suffice; nil if all are needed.
  static func bytesNeeded(after front: UnsafeRawBufferPointer) -> Int? {
    guard front.count >= headerSize else { return headerSize }
    guard let header = header(front), let table = end(of: header) else { return nil }
    guard front.count >= table else { return Int(table) }
    guard let segments = segments(front, table)?.filter({ $0.isNote && $0.offset > 0 }),
      let last = segments.compactMap(\.end).max(), segments.allSatisfy({ $0.end != nil }),
      // Each size is limited, so that the sum of up to 65,535 of them cannot overflow.
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

  /// The end offset of the program headers; nil if the table is too far from the start, or its
  /// headers are not where their size puts them.
  private static func end(of header: ElfFile.Header) -> UInt64? {
    guard header.segmentTable <= most, !header.programHeaders.hasWrongSize else { return nil }
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
  /// The end offset of its bytes in the file; nil if it is too large for a kernel.
  fileprivate var end: UInt64? {
    let (end, overflow) = offset.addingReportingOverflow(fileSize)
    return overflow || end > UInt64(Int32.max) ? nil : end
  }
}
