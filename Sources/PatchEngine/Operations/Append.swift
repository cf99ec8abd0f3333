// SPDX-License-Identifier: Apache-2.0

/// Adds lines at the end of the file.
struct Append: Operation {
  static let keyword = "append"
  static let form = "append: TEXT"
  static let needsAnchor = false
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard words.isEmpty, let text else { return nil }
    self.text = text
  }

  func splices(at place: Place, in source: SourceText, path _: String) -> [Splice] {
    [Splice(place.lines, source.newline(before: place.lines.lowerBound) + text.asLines)]
  }
}
