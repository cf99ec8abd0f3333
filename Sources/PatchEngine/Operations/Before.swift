// SPDX-License-Identifier: Apache-2.0

/// Inserts lines before the anchor's line.
struct Before: Operation {
  static let keyword = "before"
  static let form = "before [if SYMBOL]: TEXT"
  static let needsText = true
  private let insertion: Insertion

  init?(words: [String], text: [UInt8]?) {
    guard let insertion = Insertion(words: words, text: text) else { return nil }
    self.insertion = insertion
  }

  var symbol: String? { insertion.symbol }

  func change(at place: EditPlace, in _: SourceText) -> ControlBody.Change? {
    insertion.endsStatement ? .insertion(place.lines.lowerBound) : nil
  }

  func splices(at place: EditPlace, in _: SourceText, path: String) throws(EditError) -> [Splice] {
    let start = place.lines.lowerBound
    return [Splice(start..<start, try insertion.lines(in: path))]
  }
}
