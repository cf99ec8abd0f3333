// SPDX-License-Identifier: Apache-2.0

/// Two edits of a file, of one entry or of two, that each fit alone but not together, although neither changes the text of
/// the other's splices (for that see `Weave.conflicts`).
struct Overlap {
  /// The match of the earlier entry.
  let first: Match
  /// The match of the later entry.
  let second: Match
  /// What the second edit does, as the start of a message that ends with the first one's name:
  /// `takes away the lines that are the place of`.
  let problem: String

  private init(_ one: Match, _ other: Match, _ problem: String) {
    (first, second) = (one, other)
    self.problem = problem
  }

  /// Finds the first overlap of the edits of a file; nil if there is none.
  init?(_ matches: [Match]) {
    let crossing = Self.crossingWraps(matches) ?? Self.removedAnchor(matches)
    guard let crossing else { return nil }
    self = crossing
  }

  /// A range of a match; `order` is the position of the match among all edits of the file.
  private typealias Span = (range: Range<Int>, match: Match, order: Int)

  private static func spans(
    _ matches: [Match], _ range: (Match, EditPlace) -> Range<Int>?
  ) -> [Span] {
    matches.enumerated().flatMap { order, match in
      match.places.compactMap { place in range(match, place).map { ($0, match, order) } }
    }.sorted { one, other in
      // A range comes before those that it contains.
      (one.0.lowerBound, -one.0.upperBound) < (other.0.lowerBound, -other.0.upperBound)
    }
  }

  /// Finds two wrapped regions that overlap in part, or that begin together and would be closed in
  /// the wrong order.
  private static func crossingWraps(_ matches: [Match]) -> Overlap? {
    var open: [Span] = []
    for span in spans(matches, { $0.edit.operation.wrapped(at: $1) }) {
      while let last = open.last, last.range.upperBound <= span.range.lowerBound {
        open.removeLast()
      }
      if let last = open.last, last.range.upperBound < span.range.upperBound {
        let isInOrder = last.match.entry <= span.match.entry
        return Overlap(
          isInOrder ? last.match : span.match, isInOrder ? span.match : last.match,
          "wraps only a part of the lines wrapped by")
      }
      // Both conditions open before the same line. The first edit's opens first, so it has to close
      // last.
      if let last = open.last, last.range.lowerBound == span.range.lowerBound,
        last.range != span.range, last.order > span.order
      {
        return Overlap(
          span.match, last.match, "wraps more lines, from the same line on, than")
      }
      open.append(span)
    }
    return nil
  }

  /// Finds lines that one edit removes and by which another one finds its place. A kernel developer
  /// who changes the one edit would not notice the other.
  private static func removedAnchor(_ matches: [Match]) -> Overlap? {
    let removals = spans(matches) { $0.edit.operation.removed(at: $1) }
    guard !removals.isEmpty else { return nil }
    let anchors = spans(matches) { $0.edit.find == nil ? nil : $1.anchor }
    let ends = spans(matches) { _, place in
      let end = place.lines.upperBound
      return place.isRegion && !place.lines.isEmpty ? (end - 1)..<end : nil
    }
    for anchor in anchors + ends {
      var index = firstIndex(of: removals, behind: anchor.range.lowerBound)
      while index < removals.count, removals[index].range.lowerBound < anchor.range.upperBound {
        let removal = removals[index]
        if removal.order != anchor.order {
          return removal.order > anchor.order
            ? Overlap(anchor.match, removal.match, "removes the lines that locate")
            : Overlap(removal.match, anchor.match, "is located by lines removed by")
        }
        index += 1
      }
    }
    return nil
  }

  /// The index of the first range that ends after an offset, by binary search. Overlapping removals
  /// were refused before, so the ends are sorted like the starts.
  private static func firstIndex(of spans: [Span], behind offset: Int) -> Int {
    var range = 0..<spans.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if spans[middle].range.upperBound > offset {
        range = range.lowerBound..<middle
      } else {
        range = (middle + 1)..<range.upperBound
      }
    }
    return range.lowerBound
  }
}
