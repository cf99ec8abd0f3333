// SPDX-License-Identifier: Apache-2.0

/// A release of Linux: `2.6.18`, `2.6.18.8`, `2.6.18-rc3`.
public struct KernelRelease: Sendable, Equatable, CustomStringConvertible {
  /// Three numbers, or four for a stable update.
  public let numbers: [Int]
  /// What follows the numbers: `-rc3`, or a vendor's name; usually empty.
  public let suffix: String

  init(_ numbers: [Int], suffix: String = "") {
    self.numbers = numbers
    self.suffix = suffix
  }

  /// Reads VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION from a top Makefile; nil if one of the
  /// first three is missing.
  init?(makefile: [UInt8]) {
    let values = Self.assignments(in: makefile).reduce(into: [:]) { Self.assign($1, to: &$0) }
    let names = ["VERSION", "PATCHLEVEL", "SUBLEVEL"]
    let numbers = names.compactMap { values[$0].flatMap { UInt16($0) }.map(Int.init) }
    guard numbers.count == names.count else { return nil }
    self.init(numbers, extra: values["EXTRAVERSION"] ?? "")
  }

  /// - Parameters:
  ///   - numbers: VERSION, PATCHLEVEL and SUBLEVEL.
  ///   - extra: EXTRAVERSION. If it begins with a dot and digits, they are the number of a stable
  ///     update.
  private init(_ numbers: [Int], extra: String) {
    let digits = extra.utf8.first == UInt8(ascii: ".") ? Self.digits(extra.utf8.dropFirst()) : nil
    if let digits, let update = UInt16(digits) {
      self.init(
        numbers + [Int(update)], suffix: String(extra.unicodeScalars.dropFirst(1 + digits.count)))
    } else {
      self.init(numbers, suffix: extra)
    }
  }

  private static func digits(_ text: some Sequence<UInt8>) -> String {
    String(
      decoding: text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }, as: UTF8.self)
  }

  /// Parses a `description`; nil if it does not begin with three numbers. An EXTRAVERSION that
  /// begins with a digit cannot be distinguished from the number before it.
  init?(_ text: String) {
    var rest = text.utf8[...]
    var numbers: [Int] = []
    while numbers.count < 3 {
      let digits = Self.digits(rest)
      guard let number = UInt16(digits) else { return nil }
      numbers.append(Int(number))
      rest = rest.dropFirst(digits.utf8.count)
      guard numbers.count < 3 else { break }
      guard rest.popFirst() == UInt8(ascii: ".") else { return nil }
    }
    self.init(numbers, extra: String(decoding: rest, as: UTF8.self))
  }

  /// The Makefiles that a top Makefile with a changed EXTRAVERSION may have been in a release of
  /// kernel.org, where EXTRAVERSION is empty or the number of a stable update.
  ///
  /// - Parameter numbers: the numbers of the release.
  /// - Returns: one Makefile for each spelling of the line; empty if the Makefile has no
  ///   EXTRAVERSION.
  static func makefiles(_ makefile: [UInt8], of numbers: [Int]) -> [[UInt8]] {
    let newline = SourceText.newline
    var lines = makefile.split(separator: newline, omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.starts(with: "EXTRAVERSION".utf8) }) else {
      return []
    }
    let update = numbers.dropFirst(3).map { ".\($0)" }.joined()
    return ["EXTRAVERSION = \(update)", "EXTRAVERSION =\(update)"].map { line in
      lines[index] = Array(line.utf8)[...]
      return Array(lines.joined(separator: [newline]))
    }
  }

  /// The lines of a top Makefile that assign a part of the release. For make, the last assignment
  /// of a variable counts.
  static func assignments(in makefile: [UInt8]) -> [String] {
    let names = ["VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION"]
    return makefile.split(separator: SourceText.newline).map {
      String(decoding: $0, as: UTF8.self)
    }.filter { line in
      guard let sign = line.firstIndex(of: "=") else { return false }
      let words = line[..<sign].split { " \t:?+".contains($0) }
      return words.last.map { names.contains(String($0)) } ?? false
    }
  }

  /// Carries out an assignment as make does: `?=` does not replace a value, and `+=` appends to it.
  /// Conditions are not evaluated. Lines of recipes and values for one target are skipped.
  private static func assign(_ line: String, to values: inout [String: String]) {
    guard let sign = line.firstIndex(of: "="), line.first != "\t" else { return }
    let head = line[..<sign]
    let name = head.trimmingSuffix { ":?+".contains($0) || $0.isWhitespace }
    let words = name.split(whereSeparator: \.isWhitespace)
    guard let last = words.last.map(String.init),
      words.dropLast().allSatisfy({ ["export", "override"].contains($0) })
    else { return }
    let text = line[sign...].dropFirst().prefix { $0 != "#" }
    let value = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch head.last {
    case "?": values[last] = values[last] ?? value
    case "+":
      values[last] = [values[last] ?? "", value].filter { !$0.isEmpty }.joined(separator: " ")
    default: values[last] = value
    }
  }

  /// The distance to another release: the differences of the numbers, of which the first has the
  /// highest weight.
  func distance(to other: KernelRelease) -> Int {
    (0..<4).reduce(0) { sum, index in
      let (own, its) = (numbers, other.numbers)
      return sum * 1000
        + min(999, abs((index < own.count ? own[index] : 0) - (index < its.count ? its[index] : 0)))
    }
  }

  /// The form in a record: the numbers, and the suffix after a blank.
  var row: String {
    numbers.map(String.init).joined(separator: ".") + (suffix.isEmpty ? "" : " " + suffix)
  }

  /// - Parameter row: a `row`, or a `description` as in records of earlier versions.
  init?(row: String) {
    let sides = row.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1).map {
      String(decoding: $0, as: UTF8.self)
    }
    if let numbers = sides.first.flatMap(Self.numbers) {
      self.init(numbers, suffix: sides.count > 1 ? sides[1] : "")
    } else {
      self.init(row)
    }
  }

  public var description: String { numbers.map(String.init).joined(separator: ".") + suffix }
}

extension Substring {
  /// The text without the characters at its end that match.
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> Substring {
    self[..<(lastIndex { !matches($0) }.map { index(after: $0) } ?? startIndex)]
  }
}
