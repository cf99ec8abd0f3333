// SPDX-License-Identifier: Apache-2.0

/// Inserts lines before the anchor's line, or before the region.
struct InsertBefore: InsertOperation {
  static let keyword = "before"
  static let form = "before [if SYMBOL]: TEXT"
  let insertion: Insertion

  func change(at place: EditPlace, in _: SourceText) -> ControlBody.Change? {
    insertion.endsStatement ? .insertion(place.lines.lowerBound) : nil
  }

  func splices(at place: EditPlace, in _: SourceText, path: String) throws(EditError) -> [Splice] {
    let start = place.lines.lowerBound
    return [Splice(start..<start, try insertion.lines(in: path))]
  }
}
