// SPDX-License-Identifier: Apache-2.0

/// Inserts lines behind the anchor's, or behind the region.
struct After: Operation {
  static let keyword = "after"
  static let form = "after: TEXT"
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard words.isEmpty, let text else { return nil }
    self.text = text
  }

  func splices(at place: Place, in source: SourceText, path _: String) -> [Splice] {
    let end = place.lines.upperBound
    return [Splice(end..<end, source.newline(before: end) + text.asLines)]
  }
}

extension SourceText {
  /// What a line at `offset` needs before it: a newline when the file's last line has none.
  func newline(before offset: Int) -> [UInt8] {
    offset > 0 && bytes[offset - 1] != Self.newline ? [Self.newline] : []
  }
}
