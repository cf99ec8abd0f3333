// SPDX-License-Identifier: Apache-2.0

/// Inserts lines before the anchor's.
struct Before: Operation {
  static let keyword = "before"
  static let form = "before: TEXT"
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard words.isEmpty, let text else { return nil }
    self.text = text
  }

  func splices(at place: Place, in _: SourceText, path _: String) -> [Splice] {
    let start = place.lines.lowerBound
    return [Splice(start..<start, text.asLines)]
  }
}
