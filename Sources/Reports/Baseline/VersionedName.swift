// SPDX-License-Identifier: Apache-2.0

/// The name of an image with a version in it: a baseline recognizes the next version by the rest.
///
/// A version is a number with a dot and another number after it, `6.1`, and what follows it of the
/// same kind: `6.1.0-25`, `5.14.0-427.13.1.el9_4`, `6.12.43+deb13`, `6.1.112-1~deb12u1`. It includes
/// an epoch before it, `1:`, and the commit that it was built from, `-g1234abc`. Other numbers are
/// parts of the name: those of `amd64` and `x86_64`, and of `guest1` and `guest2`.
struct VersionedName: Comparable, Sendable {
  let name: String
  /// The name with `*` for each version: `vmlinuz-*-amd64`.
  let stem: String
  /// The numbers of each version. The last version is the first: a file is named after its own
  /// version, and its directory or package perhaps after another.
  private let versions: [[Int]]

  /// Nil if the name has no version.
  init?(_ name: String) {
    self.name = name
    var (stem, versions, rest) = ("", [[Int]](), name[...])
    while let first = rest.first {
      if let version = Self.version(rest) {
        stem += "*"
        versions.append(version.numbers)
        rest = rest[version.end...]
      } else {
        // A number that is not a version is skipped as a whole: its end is not one either.
        let part = Self.number(rest) ?? rest.prefix(1)
        stem += first.isASCII ? part : rest.prefix(1)
        rest = rest[part.endIndex...]
      }
    }
    guard !versions.isEmpty else { return nil }
    self.stem = stem
    self.versions = versions.reversed()
  }

  /// Orders by the versions.
  static func < (one: VersionedName, other: VersionedName) -> Bool {
    for (mine, theirs) in zip(one.versions, other.versions) {
      if precedes(mine, theirs) { return true }
      if precedes(theirs, mine) { return false }
    }
    return false
  }

  static func == (one: VersionedName, other: VersionedName) -> Bool {
    !(one < other) && !(other < one)
  }

  /// Compares number by number. Numbers that one of the versions lacks are 0, so that `6.17` is
  /// later than `6.17-rc3`.
  private static func precedes(_ one: [Int], _ other: [Int]) -> Bool {
    for index in 0..<max(one.count, other.count) {
      let mine = index < one.count ? one[index] : 0
      let theirs = index < other.count ? other[index] : 0
      if mine != theirs { return mine < theirs }
    }
    return false
  }

  /// Whether both are of one series.
  func isOfSeries(of other: VersionedName) -> Bool { series == other.series }

  /// The numbers of the series, `6.1`; of Linux 2.6, `2.6.18`.
  private var series: [Int] {
    let numbers = versions[0]
    return Array(numbers.prefix(numbers.starts(with: [2, 6]) ? 3 : 2))
  }

  /// The version at the beginning of the text.
  private static func version(_ text: Substring) -> (numbers: [Int], end: String.Index)? {
    let text = withoutEpoch(text)
    guard let first = number(text), text[first.endIndex...].first == ".",
      number(text[first.endIndex...].dropFirst()) != nil
    else { return nil }
    var (numbers, rest) = ([value(first)], text[first.endIndex...])
    while let next = continuation(rest) {
      numbers += next.numbers
      rest = rest[next.end...]
    }
    return (numbers, rest.startIndex)
  }

  /// The text behind an epoch, `1:`, or `1%3a` as in the names of downloaded packages; the whole
  /// text if there is none.
  private static func withoutEpoch(_ text: Substring) -> Substring {
    guard let epoch = number(text) else { return text }
    let rest = text[epoch.endIndex...]
    guard let colon = colons.first(where: { rest.hasPrefix($0) }) else { return text }
    return rest.dropFirst(colon.count)
  }

  private static let colons = [":", "%3a", "%3A"]

  private static let separators: Set<Character> = [".", "-", "_", "+", "~"]
  /// The words before a number that belongs to the version: of the releases of distributions, and
  /// of their updates.
  private static let words = ["el", "fc", "deb", "bpo", "ubuntu", "u"]
  /// The words before the number of a version that precedes the one without them.
  private static let early = ["rc", "pre"]
  /// The words for sources from which something was removed, after `+`, `~` or `.`.
  private static let repacked = ["dfsg", "ds"]
  /// Sorts before 0, which stands for the end of a version.
  private static let beforeTheEnd = -1

  /// The next part of a version, with the numbers that it is compared by: 25 of `-25`, 9 of `.el9`,
  /// 1 of `+b1`, none of `+dfsg` and `-g1234abc`.
  private static func continuation(
    _ text: Substring
  ) -> (numbers: [Int], end: String.Index)? {
    var (rest, isEarly) = (text, false)
    let separator = text.first.flatMap { separators.contains($0) ? $0 : nil }
    if let separator {
      rest = rest.dropFirst()
      if let end = commit(rest) ?? repacking(rest, after: separator) { return ([], end) }
      isEarly = separator == "~"
    }
    if let word = early.first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(word.count)
      isEarly = true
    } else if let word = words.first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(word.count)
    } else if separator == "+", rest.hasPrefix("b") {
      // A package that was built again: `+b1`.
      rest = rest.dropFirst()
    }
    guard rest.startIndex > text.startIndex, let digits = number(rest) else { return nil }
    return ((isEarly ? [beforeTheEnd] : []) + [value(digits)], digits.endIndex)
  }

  /// The end of a commit's hash, `g1234abc`, at the beginning of the text; nil if there is none.
  private static func commit(_ text: Substring) -> String.Index? {
    guard text.first == "g" else { return nil }
    let hash = text.dropFirst().prefix { $0.isASCII && $0.isHexDigit }
    guard (shortestHash...longestHash).contains(hash.count) else { return nil }
    return isEnd(text[hash.endIndex...]) ? hash.endIndex : nil
  }

  private static let shortestHash = 7
  private static let longestHash = 40

  /// The end of a word for repacked sources, with its number if it has one: `dfsg`, `ds1`.
  private static func repacking(_ text: Substring, after separator: Character) -> String.Index? {
    guard ["+", "~", "."].contains(separator),
      let word = repacked.first(where: { text.hasPrefix($0) })
    else { return nil }
    let rest = text.dropFirst(word.count)
    let end = number(rest)?.endIndex ?? rest.startIndex
    return isEnd(text[end...]) ? end : nil
  }

  /// Whether a word that this text follows is whole.
  private static func isEnd(_ rest: Substring) -> Bool {
    rest.first.map { !$0.isLetter && !$0.isNumber } ?? true
  }

  /// The digits at the beginning of the text; nil if there are none.
  private static func number(_ text: Substring) -> Substring? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : digits
  }

  private static func value(_ digits: Substring) -> Int { Int(digits) ?? .max }
}
