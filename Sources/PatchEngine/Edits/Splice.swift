// SPDX-License-Identifier: Apache-2.0

/// A range of a vanilla file and what takes its place.
struct Splice: Sendable, Hashable {
  /// What comes first where several insertions meet: what wraps lines stays close to them, so that
  /// what others insert before or behind the lines is outside.
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
