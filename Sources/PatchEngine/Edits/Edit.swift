// SPDX-License-Identifier: Apache-2.0

/// One edit of a file: where, and what.
struct Edit: Sendable {
  /// Where in the entry it stands; for errors.
  let line: Int
  /// When it is done, beyond what its section says.
  let conditions: [Condition]
  /// The part of the file that counts for it.
  let scope: Scope
  /// What identifies the place; nil when the operation needs none.
  let find: Anchor?
  /// How often the anchor must occur.
  let count: Int
  /// How far the region goes; nil when it is the anchor alone.
  let end: RegionEnd?
  /// Why other lines in the region than those of the lock are as good; nil when they are not.
  let loose: String?
  let operation: any Operation
  /// Where in the entry the operation stands; for errors.
  let operationLine: Int
  /// The operation as the entry has it: its words, and its text.
  let action: [[UInt8]]

  /// More than any edit has, and few enough for any machine.
  static let mostPlaces = 1000

  /// What is between two anchors.
  struct Scope: Sendable, Equatable {
    /// It begins behind this, which occurs once.
    var from: Anchor?
    /// It ends before the first of these.
    var to: Anchor?
  }

  /// The last line of a region.
  enum RegionEnd: Sendable, Equatable {
    /// The line that holds the end of the first of these.
    case through(Anchor)
    /// The line before the one that holds the first of these.
    case upTo(Anchor)
  }

  /// What the edit does at its places.
  func splices(
    at places: [Place], in text: SourceText, path: String
  ) throws(Misfit) -> [Splice] {
    var all: [Splice] = []
    for place in places { all += try operation.splices(at: place, in: text, path: path) }
    return all
  }

  /// Where it is done.
  func places(in text: SourceText) throws(Misfit) -> [Place] {
    guard let find else {
      let end = text.bytes.count..<text.bytes.count
      return [Place(anchor: end, lines: end, isRegion: false)]
    }
    let scope = try range(in: text)
    let found = find.places(in: text, scope)
    guard found.count == count else {
      throw Misfit(find, wanted: count, found: found, in: text, scope)
    }
    var places: [Place] = []
    for anchor in found {
      let place = try place(of: anchor, in: text, scope)
      if let last = places.last, place.isRegion, place.lines.lowerBound < last.lines.upperBound {
        let line = text.lineNumber(at: anchor.lowerBound)
        throw Misfit("the region of one place reaches to the next, at line \(line)")
      }
      places.append(place)
    }
    return places
  }

  private func range(in text: SourceText) throws(Misfit) -> Range<Int> {
    var range = 0..<text.bytes.count
    if let from = scope.from {
      let found = from.places(in: text, range)
      guard found.count == 1 else {
        throw Misfit(from, wanted: 1, found: found, in: text, range)
      }
      range = found[0].upperBound..<range.upperBound
    }
    if let to = scope.to {
      guard let end = to.next(in: text, range) else {
        throw Misfit(to, wanted: 1, found: [], in: text, range)
      }
      range = range.lowerBound..<end.lowerBound
    }
    return range
  }

  private func place(
    of anchor: Range<Int>, in text: SourceText, _ scope: Range<Int>
  ) throws(Misfit) -> Place {
    let lines = text.lines(of: anchor)
    guard let end else { return Place(anchor: anchor, lines: lines, isRegion: false) }
    let last: Int
    switch end {
    case .through(let mark):
      let rest = anchor.lowerBound..<scope.upperBound
      guard let found = mark.next(in: text, rest) else {
        throw Misfit(mark, wanted: 1, found: [], in: text, rest)
      }
      last = text.lines(of: found).upperBound
    case .upTo(let mark):
      let rest = min(lines.upperBound, scope.upperBound)..<scope.upperBound
      guard let found = mark.next(in: text, rest) else {
        throw Misfit(mark, wanted: 1, found: [], in: text, rest)
      }
      last = text.lineStart(at: found.lowerBound)
    }
    return Place(anchor: anchor, lines: lines.lowerBound..<last, isRegion: true)
  }
}
