// SPDX-License-Identifier: Apache-2.0

/// The replacement of a range of a vanilla file by a text. An empty range is an insertion.
struct Splice: Sendable, Hashable {
  /// The order of splices at the same offset. `opening` and `closing` are the ends of a wrapped
  /// region: they are closest to the wrapped lines, so that what other edits insert before or after
  /// these lines stays outside the condition.
  enum Rank: Int, Sendable { case closing, insertion, opening, replacement }

  let range: Range<Int>
  let text: [UInt8]
  var rank: Rank { fixedRank ?? (range.isEmpty ? .insertion : .replacement) }
  private let fixedRank: Rank?

  init(_ range: Range<Int>, _ text: [UInt8], rank: Rank? = nil) {
    self.range = range
    self.text = text
    fixedRank = rank
  }
}
