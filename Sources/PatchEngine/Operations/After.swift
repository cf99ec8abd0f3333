// SPDX-License-Identifier: Apache-2.0

/// Inserts lines after the anchor's line, or after the region.
struct After: Operation {
  static let keyword = "after"
  static let form = "after [if SYMBOL]: TEXT"
  static let needsText = true
  private let insertion: Insertion

  init?(words: [String], text: [UInt8]?) {
    guard let insertion = Insertion(words: words, text: text) else { return nil }
    self.insertion = insertion
  }

  var symbol: String? { insertion.symbol }

  func change(at place: EditPlace, in _: SourceText) -> ControlBody.Change? {
    insertion.endsStatement ? .insertion(place.lines.upperBound) : nil
  }

  func splices(at place: EditPlace, in source: SourceText, path: String) throws(EditError)
    -> [Splice]
  {
    let end = place.lines.upperBound
    let lines = try insertion.lines(in: path)
    return [Splice(end..<end, source.newline(before: end) + lines)]
  }
}

extension SourceText {
  /// The newline to insert before a new line at `offset`: empty, unless the file's last line lacks
  /// its newline.
  func newline(before offset: Int) -> [UInt8] {
    offset > 0 && bytes[offset - 1] != Self.newline ? [Self.newline] : []
  }
}
