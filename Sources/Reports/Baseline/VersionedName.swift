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
  /// The numbers of the versions, in order.
  private let numbers: [Int]

  /// Nil if the name has no version.
  init?(_ name: String) {
    self.name = name
    var (stem, numbers, rest) = ("", [Int](), name[...])
    while let first = rest.first {
      if let version = Self.version(rest) {
        stem += "*"
        numbers += version.numbers
        rest = rest[version.end...]
      } else {
        // A number that is not a version is skipped as a whole: its end is not one either.
        let part = Self.number(rest) ?? rest.prefix(1)
        stem += first.isASCII ? part : rest.prefix(1)
        rest = rest[part.endIndex...]
      }
    }
    guard !numbers.isEmpty else { return nil }
    (self.stem, self.numbers) = (stem, numbers)
  }

  /// Orders by the versions.
  static func < (one: VersionedName, other: VersionedName) -> Bool {
    one.numbers.lexicographicallyPrecedes(other.numbers)
  }

  static func == (one: VersionedName, other: VersionedName) -> Bool {
    one.numbers == other.numbers
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
