// SPDX-License-Identifier: Apache-2.0

extension CodeRegion {
  /// What a symbol says of the bytes.
  struct Pieces {
    /// The code from symbol to symbol: data among it shift nothing that way.
    fileprivate(set) var code: [Range<Int>] = []
    /// Bytes of data.
    fileprivate(set) var data = 0
  }

  /// The region from symbol to symbol.
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
    return pieces
  }
}
