// SPDX-License-Identifier: Apache-2.0

/// An edit of a file: where, and which operation.
struct Edit: Sendable {
  /// The line of the entry where the edit begins, from 1; for errors.
  let line: Int
  /// The conditions under which the edit is done, besides those of its section.
  let conditions: [Condition]
  /// The part of the file in which the anchor is searched.
  let scope: Scope
  /// The anchor that identifies the place; nil if the operation does not take one.
  let find: Anchor?
  /// The number of occurrences of the anchor that the scope must have.
  let count: Int
  /// The end of the region; nil if the edit has no region beyond the anchor.
  let end: RegionEnd?
  /// The reason why other lines in the region than those in the lock are acceptable; nil if they
  /// are not.
  let loose: String?
  let operation: any Operation
  /// The line of the entry where the operation is, from 1; for errors.
  let operationLine: Int
  /// The operation as written in the entry: its words, and last its text.
  let action: [[UInt8]]

  /// The maximum number of places of an edit, which limits time and memory; real edits have far
  /// fewer.
  static let mostPlaces = 1000

  /// The part of a file between two anchors.
  struct Scope: Sendable, Equatable {
    /// The scope begins after this anchor, which must occur once; nil to begin at the start of the
    /// file.
    var from: Anchor?
    /// The scope ends before the first occurrence of this anchor in it; nil to end at the end of
    /// the file.
    var to: Anchor?
  }

  /// The last line of a region.
  enum RegionEnd: Sendable, Equatable {
    /// The line that contains the end of the first occurrence, searched from the start of the
    /// edit's anchor.
    case through(Anchor)
    /// The line before the one that contains the first occurrence after the lines of the edit's
    /// anchor.
    case upTo(Anchor)
  }

  /// The splices that the operation makes at the places.
  ///
  /// - Throws: if the operation is not possible in the file.
  func splices(
    at places: [EditPlace], in text: SourceText, path: String
  ) throws(EditError) -> [Splice] {
    var all: [Splice] = []
    for place in places { all += try operation.splices(at: place, in: text, path: path) }
    return all
  }

  /// The places where the edit is done.
  ///
  /// - Throws: if an anchor is not found or found too often, or if regions overlap.
  func places(in text: SourceText) throws(EditError) -> [EditPlace] {
    guard let find else {
      let end = text.bytes.count..<text.bytes.count
      return [EditPlace(anchor: end, lines: end, isRegion: false)]
    }
    let scope = try range(in: text)
    let found = find.places(in: text, scope)
    guard found.count == count else {
      throw EditError(find, wanted: count, found: found, in: text, scope)
    }
    var places: [EditPlace] = []
    for anchor in found {
      let place = try place(of: anchor, in: text, scope)
      if let last = places.last, place.isRegion, place.lines.lowerBound < last.lines.upperBound {
        let line = text.lineNumber(at: anchor.lowerBound)
        throw EditError("the region of one match extends to the next match, at line \(line)")
      }
      places.append(place)
    }
    return places
  }

  /// The range of the scope.
  ///
  /// - Throws: if one of its anchors does not occur as expected.
  func range(in text: SourceText) throws(EditError) -> Range<Int> {
    var range = 0..<text.bytes.count
    if let from = scope.from {
      let found = from.places(in: text, range)
      guard found.count == 1 else {
        throw EditError(from, wanted: 1, found: found, in: text, range)
      }
      range = found[0].upperBound..<range.upperBound
    }
    if let to = scope.to {
      guard let end = to.next(in: text, range) else {
        throw EditError(to, wanted: 1, found: [], in: text, range)
      }
      range = range.lowerBound..<end.lowerBound
    }
    return range
  }

  private func place(
    of anchor: Range<Int>, in text: SourceText, _ scope: Range<Int>
  ) throws(EditError) -> EditPlace {
    let lines = text.lines(of: anchor)
    guard let end else { return EditPlace(anchor: anchor, lines: lines, isRegion: false) }
    let last: Int
    switch end {
    case .through(let mark):
      let rest = anchor.lowerBound..<scope.upperBound
      guard let found = mark.next(in: text, rest) else {
        throw EditError(mark, wanted: 1, found: [], in: text, rest)
      }
      last = text.lines(of: found).upperBound
    case .upTo(let mark):
      let rest = min(lines.upperBound, scope.upperBound)..<scope.upperBound
      guard let found = mark.next(in: text, rest) else {
        throw EditError(mark, wanted: 1, found: [], in: text, rest)
      }
      last = text.lineStart(at: found.lowerBound)
    }
    return EditPlace(anchor: anchor, lines: lines.lowerBound..<last, isRegion: true)
  }
}
