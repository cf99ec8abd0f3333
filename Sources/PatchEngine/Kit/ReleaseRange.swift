// SPDX-License-Identifier: Apache-2.0

/// A range of releases of Linux with inclusive ends, each of which may be missing.
public struct ReleaseRange: Sendable, Equatable, CustomStringConvertible {
  /// The first release, as three or four numbers; nil if the range has no start.
  var since: [Int]?
  /// The last release; three numbers include its stable updates. Nil if the range has no end.
  var until: [Int]?

  /// Whether the range contains a release.
  func contains(_ numbers: [Int]) -> Bool {
    if let since, numbers.lexicographicallyPrecedes(since) { return false }
    if let until, until.lexicographicallyPrecedes(numbers.prefix(until.count)) { return false }
    return true
  }

  var isBackwards: Bool {
    guard let since, let until else { return false }
    return until.lexicographicallyPrecedes(since.prefix(until.count))
  }

  /// Whether the range contains a release or one of its stable updates.
  func meets(_ numbers: [Int]) -> Bool {
    if let since, numbers.lexicographicallyPrecedes(since.prefix(numbers.count)) { return false }
    if let until, until.lexicographicallyPrecedes(numbers.prefix(until.count)) { return false }
    return true
  }

  /// The first release of the range, and the first after it. Between two consecutive cuts of
  /// several ranges, each of these ranges contains all releases or none.
  var cuts: [[Int]] {
    let next = until.map { $0.dropLast() + [($0.last ?? 0) + 1] }
    return [since, next.map { Array($0) }].compactMap { $0 }
  }

  /// `2.6.16-2.6.18`, `2.6.16-`, `-2.6.18`, or `all`; a single release if both ends are equal.
  public var description: String {
    guard since != nil || until != nil else { return "all" }
    let ends = [since, until].map { ($0 ?? []).map(String.init).joined(separator: ".") }
    return since == until ? ends[0] : ends.joined(separator: "-")
  }
}

extension ReleaseRange {
  /// - Parameter text: a range in the form of `description`.
  init?(_ text: String) {
    if text == "all" { return }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, text != "-", !text.isEmpty else { return nil }
    for (index, end) in ends.enumerated() where !end.isEmpty {
      guard let numbers = KernelRelease.numbers(String(end)) else { return nil }
      if index == 0 { since = numbers }
      if index == ends.count - 1 { until = numbers }
    }
    if isBackwards { return nil }
  }
}

extension KernelRelease {
  /// Parses `2.6.18` or `2.6.18.8`; nil for anything else, such as numbers with leading zeros.
  static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      UInt16(part).flatMap { String($0) == part ? Int($0) : nil }
    }
    guard (3...4).contains(parts.count), numbers.count == parts.count else { return nil }
    return numbers
  }
}
