// SPDX-License-Identifier: Apache-2.0

/// Deletes the anchor's lines, or the region.
struct Delete: Operation {
  static let keyword = "delete"
  static let form = "delete"

  init?(words: [String], text: [UInt8]?) {
    guard words.isEmpty, text == nil else { return nil }
  }

  var dropsLines: Bool { true }

  func change(at place: EditPlace, in _: SourceText) -> ControlBody.Change? {
    .removal(place.lines.lowerBound)
  }

  func removed(at place: EditPlace) -> Range<Int>? { place.lines }

  func splices(at place: EditPlace, in _: SourceText, path _: String) -> [Splice] {
    [Splice(place.lines, [])]
  }
}
