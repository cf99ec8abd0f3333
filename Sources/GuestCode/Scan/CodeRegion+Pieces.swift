// SPDX-License-Identifier: Apache-2.0

extension CodeRegion {
  /// A region divided into code and data by its symbols.
  struct Pieces {
    /// The code from symbol to symbol, so that data between functions cannot shift the decoding.
    fileprivate(set) var code: [Range<Int>] = []
    /// The number of bytes of data.
    fileprivate(set) var data = 0
  }

  /// The region from symbol to symbol, without embedded ELF files.
  var pieces: Pieces {
    let entries = symbols.entries
    var pieces = Pieces()
    pieces.code.reserveCapacity(entries.count + 1)
    let first = entries.first?.offset ?? bytes.count
    if first > 0 { pieces.code.append(0..<first) }
    for (index, entry) in entries.enumerated() {
      let end = symbols.end(index, of: bytes.count)
      let data = entry.isData ? min(end - entry.offset, entry.size) : 0
      pieces.data += data
      if entry.offset + data < end { pieces.code.append(entry.offset + data..<end) }
    }
    for file in embedded { pieces.remove(file) }
    return pieces
  }
}

extension CodeRegion.Pieces {
  /// Moves a range from code to data.
  fileprivate mutating func remove(_ range: Range<Int>) {
    code = code.flatMap { piece -> [Range<Int>] in
      let cut = piece.clamped(to: range)
      guard !cut.isEmpty else { return [piece] }
      data += cut.count
      return [piece.lowerBound..<cut.lowerBound, cut.upperBound..<piece.upperBound]
        .filter { !$0.isEmpty }
    }
  }
}
