// SPDX-License-Identifier: Apache-2.0

/// A release of Linux: `2.6.18`, `2.6.18.8`, `2.6.18-rc3`.
public struct KernelRelease: Sendable, Equatable, CustomStringConvertible {
  /// Three numbers, or four for a stable update.
  public let numbers: [Int]
  /// What follows the numbers: `-rc3`, a vendor's name; mostly empty.
  public let suffix: String

  init(_ numbers: [Int], suffix: String = "") {
    self.numbers = numbers
    self.suffix = suffix
  }

  /// From a top Makefile's VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION; nil without the first
  /// three.
  init?(makefile: [UInt8]) {
    let values = Self.assignments(String(decoding: makefile.prefix(1 << 14), as: UTF8.self))
    let names = ["VERSION", "PATCHLEVEL", "SUBLEVEL"]
    let numbers = names.compactMap { values[$0].flatMap { UInt16($0) }.map(Int.init) }
    guard numbers.count == names.count else { return nil }
    let extra = values["EXTRAVERSION"] ?? ""
    let stable = extra.hasPrefix(".") ? extra.dropFirst().prefix { $0.isNumber } : ""
    if let update = UInt16(stable) {
      self.init(numbers + [Int(update)], suffix: String(extra.dropFirst(1 + stable.count)))
    } else {
      self.init(numbers, suffix: extra)
    }
  }

  /// What a top Makefile may have been before somebody changed its EXTRAVERSION, if it was that of a
  /// release of kernel.org, which have no more there than the number of a stable update.
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

  private static func assignments(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { continue }
      let name = sides[0].split(separator: " ").joined(separator: " ")
      if values[name] == nil {
        values[name] = sides[1].split(separator: " ").joined(separator: " ")
      }
    }
    return values
  }

  /// How far it is from another, number by number.
  func distance(to other: KernelRelease) -> Int {
    (0..<4).reduce(0) { sum, index in
      let (own, its) = (numbers, other.numbers)
      return sum * 1000
        + min(999, abs((index < own.count ? own[index] : 0) - (index < its.count ? its[index] : 0)))
    }
  }

  public var description: String { numbers.map(String.init).joined(separator: ".") + suffix }
}
