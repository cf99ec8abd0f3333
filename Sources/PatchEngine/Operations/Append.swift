// SPDX-License-Identifier: Apache-2.0

/// Adds lines at the end of the file.
struct Append: InsertOperation {
  static let keyword = "append"
  static let form = "append [if SYMBOL]: TEXT"
  static let needsAnchor = false
  let insertion: Insertion

  func splices(at place: EditPlace, in source: SourceText, path: String) throws(EditError)
    -> [Splice]
  {
    let lines = try insertion.lines(in: path)
    return [Splice(place.lines, source.newline(before: place.lines.lowerBound) + lines)]
  }
}
