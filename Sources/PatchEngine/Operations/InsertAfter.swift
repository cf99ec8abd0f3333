// SPDX-License-Identifier: Apache-2.0

/// Inserts lines after the anchor's line, or after the region.
struct InsertAfter: InsertOperation {
  static let keyword = "after"
  static let form = "after [if SYMBOL]: TEXT"
  let insertion: Insertion

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
