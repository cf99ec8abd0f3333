// SPDX-License-Identifier: Apache-2.0

/// Two edits of one file that fit each by itself, and not together, although neither writes over what
/// the other does (that is `Weave.conflict`).
struct Overlap {
  /// In the order of the entries.
  let first: Match
  let second: Match
  /// What the second one does, up to the first one's name: `wraps lines of which a part is in`.
  let problem: String

  private init(_ one: Match, _ other: Match, _ problem: String) {
    (first, second) = (one, other)
    self.problem = problem
  }

  /// Of all edits of a file; nil when they go together.
  init?(_ matches: [Match]) {
    let crossing = Self.crossingWraps(matches) ?? Self.removedAnchor(matches)
    guard let crossing else { return nil }
    self = crossing
  }

  /// `order` is that in which the edits are done.
  private typealias Span = (range: Range<Int>, match: Match, order: Int)

  private static func spans(
    _ matches: [Match], _ range: (Match, Place) -> Range<Int>?
  ) -> [Span] {
    matches.enumerated().flatMap { order, match in
      match.places.compactMap { place in range(match, place).map { ($0, match, order) } }
    }.sorted { one, other in
      // What holds another one comes before it.
      (one.0.lowerBound, -one.0.upperBound) < (other.0.lowerBound, -other.0.upperBound)
    }
  }

  /// Conditions of which one begins in another, and ends behind it.
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
          "wraps lines of which only a part is in those of")
      }
      // Both open before the same line: the first one opens first, and has to close last.
      if let last = open.last, last.range.lowerBound == span.range.lowerBound,
        last.range != span.range, last.order > span.order
      {
        return Overlap(
          span.match, last.match, "wraps, from the same line on, more lines than")
      }
      open.append(span)
    }
    return nil
  }

  /// Lines that one entry takes away, and by which another one finds its place: a kernel's
  /// developer who changes the one edit would not see the other.
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
        if removal.match.entry != anchor.match.entry {
          return removal.match.entry > anchor.match.entry
            ? Overlap(anchor.match, removal.match, "takes away the lines that are the place of")
            : Overlap(removal.match, anchor.match, "has its place in lines that are taken away by")
        }
        index += 1
      }
    }
    return nil
  }

  /// The first that ends behind an offset. Those that overlap one another are refused before, so that
  /// their ends are in order, too.
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
