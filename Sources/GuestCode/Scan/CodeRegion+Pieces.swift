// SPDX-License-Identifier: Apache-2.0

extension CodeRegion {
  /// A part of a region that begins at a symbol, or at its start.
  struct Piece {
    let range: Range<Int>
    /// A symbol says so.
    let isData: Bool
  }

  /// The region from symbol to symbol.
  var pieces: [Piece] {
    let entries = symbols.entries
    var pieces: [Piece] = []
    pieces.reserveCapacity(entries.count + 1)
    let first = entries.first?.offset ?? bytes.count
    if first > 0 { pieces.append(Piece(range: 0..<first, isData: false)) }
    for (index, entry) in entries.enumerated() {
      let end = symbols.end(index, of: bytes.count)
      guard entry.isData, entry.size > 0 else {
        pieces.append(Piece(range: entry.offset..<end, isData: false))
        continue
      }
      let data = min(end, entry.offset + min(entry.size, bytes.count))
      pieces.append(Piece(range: entry.offset..<data, isData: true))
      if data < end { pieces.append(Piece(range: data..<end, isData: false)) }
    }
    return pieces
  }
}
