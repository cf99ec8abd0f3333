// SPDX-License-Identifier: Apache-2.0

/// One edit of a file: where, and what.
struct Edit: Sendable {
  /// Where in the entry it stands; for errors.
  let line: Int
  /// What identifies the place; nil when the operation needs none.
  let find: Anchor?
  /// How often the anchor must occur.
  let count: Int
  /// The scope begins behind this anchor, which occurs once.
  let from: Anchor?
  /// The scope ends before the first of these.
  let to: Anchor?
  /// The region ends with the line that holds the first of these.
  let through: Anchor?
  let operation: any Operation

  /// More than any edit has, and few enough for any machine.
  static let mostPlaces = 1000

  /// What the edit does to `text`.
  func splices(in text: SourceText, at path: String) throws(Misfit) -> [Splice] {
    var all: [Splice] = []
    for place in try places(in: text) {
      all += try operation.splices(at: place, in: text, path: path)
    }
    return all
  }

  private func places(in text: SourceText) throws(Misfit) -> [Place] {
    guard let find else {
      let end = text.bytes.count..<text.bytes.count
      return [Place(anchor: end, lines: end, isRegion: false)]
    }
    let scope = try scope(in: text)
    let found = find.places(in: text, scope)
    guard found.count == count else {
      throw Misfit(find, wanted: count, found: found, in: text, scope)
    }
    var places: [Place] = []
    for anchor in found {
      let place = try place(of: anchor, in: text, scope)
      if let last = places.last, place.isRegion, place.lines.lowerBound < last.lines.upperBound {
        throw Misfit(
          "the region of one place reaches to the next, at line \(text.lineNumber(at: anchor.lowerBound))"
        )
      }
      places.append(place)
    }
    return places
  }

  private func scope(in text: SourceText) throws(Misfit) -> Range<Int> {
    var scope = 0..<text.bytes.count
    if let from {
      let found = from.places(in: text, scope)
      guard found.count == 1 else {
        throw Misfit(from, wanted: 1, found: found, in: text, scope)
      }
      scope = found[0].upperBound..<scope.upperBound
    }
    if let to {
      guard let end = to.next(in: text, scope) else {
        throw Misfit(to, wanted: 1, found: [], in: text, scope)
      }
      scope = scope.lowerBound..<end.lowerBound
    }
    return scope
  }

  private func place(
    of anchor: Range<Int>, in text: SourceText, _ scope: Range<Int>
  ) throws(Misfit) -> Place {
    let lines = text.lines(of: anchor)
    guard let through else { return Place(anchor: anchor, lines: lines, isRegion: false) }
    let rest = anchor.lowerBound..<scope.upperBound
    guard let end = through.next(in: text, rest) else {
      throw Misfit(through, wanted: 1, found: [], in: text, rest)
    }
    return Place(
      anchor: anchor, lines: lines.lowerBound..<text.lines(of: end).upperBound, isRegion: true)
  }
}
