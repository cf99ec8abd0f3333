// SPDX-License-Identifier: Apache-2.0

/// The set of letters that one place of a pattern matches.
struct LetterSet: Sendable {
  private var ranges: [ClosedRange<UInt32>] = []
  private var sets: [LetterSet] = []
  /// Whether the set contains all other letters instead.
  var isInverted = false

  init() {}

  init(_ ranges: ClosedRange<Unicode.Scalar>...) {
    self.ranges = ranges.map { $0.lowerBound.value...$0.upperBound.value }
  }

  func contains(_ letter: Unicode.Scalar) -> Bool {
    let isThere =
      ranges.contains { $0.contains(letter.value) } || sets.contains { $0.contains(letter) }
    return isThere != isInverted
  }

  mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
    ranges.append(range.lowerBound.value...range.upperBound.value)
  }

  mutating func insert(_ set: LetterSet) { sets.append(set) }

  var inverted: LetterSet {
    var copy = self
    copy.isInverted.toggle()
    return copy
  }

  /// The same set for folded text.
  var folded: LetterSet {
    var copy = self
    for range in ranges {
      // A to Z are folded by adding 32; other letters are not changed.
      let upper = range.clamped(to: 0x41...0x5a)
      if range.overlaps(0x41...0x5a) {
        copy.ranges.append(upper.lowerBound + 32...upper.upperBound + 32)
      }
    }
    copy.sets = sets.map(\.folded)
    return copy
  }

  static let any = LetterSet().inverted
  static let digit = LetterSet("0"..."9")
  static let word = LetterSet("0"..."9", "A"..."Z", "_"..."_", "a"..."z", "\u{c0}"..."\u{10ffff}")
  static let space = LetterSet("\t"..."\r", " "..." ", "\u{85}"..."\u{85}", "\u{a0}"..."\u{a0}")

  /// By the letter after a backslash.
  static let escaped: [Unicode.Scalar: LetterSet] = [
    "d": digit, "D": digit.inverted, "w": word, "W": word.inverted, "s": space,
    "S": space.inverted,
  ]

  /// By the name in `[[:alpha:]]`.
  static let named: [String: LetterSet] = [
    "digit": digit, "space": space, "alpha": LetterSet("A"..."Z", "a"..."z"),
    "alnum": LetterSet("0"..."9", "A"..."Z", "a"..."z"), "upper": LetterSet("A"..."Z"),
    "lower": LetterSet("a"..."z"), "xdigit": LetterSet("0"..."9", "A"..."F", "a"..."f"),
    "punct": LetterSet("!"..."/", ":"..."@", "["..."`", "{"..."~"),
  ]
}

extension Unicode.Scalar {
  /// The letter in lower case, if that is a single letter.
  var folded: Unicode.Scalar {
    let lower = properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? self : self
  }
}
