// SPDX-License-Identifier: Apache-2.0

/// The name of an image with a version in it: a baseline recognizes the next version by the rest.
///
/// A version is a number with a dot and another number after it, `6.1`, and what follows it of the
/// same kind: `6.1.0-25`, `5.14.0-427.13.1.el9_4`, `6.12.43+deb13`. Other numbers are parts of the
/// name: those of `amd64` and `x86_64`, and of `guest1` and `guest2`.
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
    for (mine, theirs) in zip(one.versions, other.versions) where mine != theirs {
      return mine.lexicographicallyPrecedes(theirs)
    }
    return false
  }

  static func == (one: VersionedName, other: VersionedName) -> Bool {
    one.versions == other.versions
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
    guard let first = number(text), text[first.endIndex...].first == ".",
      number(text[first.endIndex...].dropFirst()) != nil
    else { return nil }
    var (numbers, rest) = ([value(first)], text[first.endIndex...])
    while let next = continuation(rest) {
      numbers.append(value(next))
      rest = rest[next.endIndex...]
    }
    return (numbers, rest.startIndex)
  }

  private static let separators: Set<Character> = [".", "-", "_", "+", "~"]
  /// The words before a number that belongs to the version: of release candidates, and of the
  /// releases of distributions.
  private static let words = ["rc", "pre", "el", "fc", "deb", "bpo", "ubuntu"]

  /// The next number of a version: `25` of `-25`, `9` of `.el9`.
  private static func continuation(_ text: Substring) -> Substring? {
    var rest = text
    if let first = rest.first, separators.contains(first) { rest = rest.dropFirst() }
    if let word = words.first(where: rest.hasPrefix) { rest = rest.dropFirst(word.count) }
    guard rest.startIndex > text.startIndex else { return nil }
    return number(rest)
  }

  /// The digits at the beginning of the text; nil if there are none.
  private static func number(_ text: Substring) -> Substring? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : digits
  }

  private static func value(_ digits: Substring) -> Int { Int(digits) ?? .max }
}
