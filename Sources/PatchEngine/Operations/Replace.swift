// SPDX-License-Identifier: Apache-2.0

/// Replaces the anchor by a text, or the region by lines.
struct Replace: Operation {
  static let keyword = "replace"
  static let form = "replace: TEXT"
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard words.isEmpty, let text else { return nil }
    self.text = text
  }

  var replacement: [UInt8]? { text }
  var dropsLines: Bool { true }

  /// A replaced anchor counts as a statement only if its line contains no other code.
  func change(at place: EditPlace, in source: SourceText) -> ControlBody.Change? {
    let line = source.lines(of: place.anchor)
    let rest = Array(
      source.bytes[line.lowerBound..<place.anchor.lowerBound]
        + source.bytes[place.anchor.upperBound..<line.upperBound])
    guard place.isRegion || !ControlBody.hasCode(rest) else { return nil }
    return ControlBody.hasCode(text)
      ? .substitution(place.isRegion ? place.lines : line, text)
      : .removal(place.lines.lowerBound)
  }

  func removed(at place: EditPlace) -> Range<Int>? { place.isRegion ? place.lines : place.anchor }

  func splices(at place: EditPlace, in _: SourceText, path _: String) -> [Splice] {
    place.isRegion
      ? [Splice(place.lines, text.asLines)] : [Splice(place.anchor, text)]
  }
}
