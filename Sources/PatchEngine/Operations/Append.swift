// SPDX-License-Identifier: Apache-2.0

/// Adds lines at the end of the file.
struct Append: Operation {
  static let keyword = "append"
  static let form = "append [if SYMBOL]: TEXT"
  static let needsAnchor = false
  static let needsText = true
  private let insertion: Insertion

  init?(words: [String], text: [UInt8]?) {
    guard let insertion = Insertion(words: words, text: text) else { return nil }
    self.insertion = insertion
  }

  var symbol: String? { insertion.symbol }

  func splices(at place: EditPlace, in source: SourceText, path: String) throws(EditError)
    -> [Splice]
  {
    let lines = try insertion.lines(in: path)
    return [Splice(place.lines, source.newline(before: place.lines.lowerBound) + lines)]
  }
}
