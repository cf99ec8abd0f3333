// SPDX-License-Identifier: Apache-2.0

extension CodeRegion {
  /// What a symbol says of the bytes.
  struct Pieces {
    /// The code from symbol to symbol: data among it shift nothing that way.
    fileprivate(set) var code: [Range<Int>] = []
    /// Bytes of data.
    fileprivate(set) var data = 0
  }

  /// The region from symbol to symbol, without the ELF files that stand in it.
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
  /// Takes out bytes that are data.
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
