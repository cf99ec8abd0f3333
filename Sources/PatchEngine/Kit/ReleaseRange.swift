// SPDX-License-Identifier: Apache-2.0

/// Releases of Linux from one on, up to one, or between two, both of them included.
public struct ReleaseRange: Sendable, Equatable, CustomStringConvertible {
  /// The first; nil for no such end. Three numbers, or four.
  var since: [Int]?
  /// The last, and its stable updates when it has three numbers; nil for no such end.
  var until: [Int]?

  /// Whether it has a release of these numbers.
  func contains(_ numbers: [Int]) -> Bool {
    if let since, numbers.lexicographicallyPrecedes(since) { return false }
    if let until, until.lexicographicallyPrecedes(numbers.prefix(until.count)) { return false }
    return true
  }

  var isBackwards: Bool {
    guard let since, let until else { return false }
    return until.lexicographicallyPrecedes(since.prefix(until.count))
  }

  /// Whether it has a release of these numbers, or a stable update of it.
  func meets(_ numbers: [Int]) -> Bool {
    if let since, numbers.lexicographicallyPrecedes(since.prefix(numbers.count)) { return false }
    if let until, until.lexicographicallyPrecedes(numbers.prefix(until.count)) { return false }
    return true
  }

  /// The first release of it, and the first behind it: between two such of several ranges, each of
  /// them has all releases or none.
  var cuts: [[Int]] {
    let next = until.map { $0.dropLast() + [($0.last ?? 0) + 1] }
    return [since, next.map { Array($0) }].compactMap { $0 }
  }

  /// `2.6.16-2.6.18`, `2.6.16-`, `-2.6.18`, or `all`.
  public var description: String {
    guard since != nil || until != nil else { return "all" }
    let ends = [since, until].map { ($0 ?? []).map(String.init).joined(separator: ".") }
    return since == until ? ends[0] : ends.joined(separator: "-")
  }
}

extension ReleaseRange {
  /// - Parameter text: as `description` has it.
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
  /// `2.6.18` or `2.6.18.8`; nil for anything else, and for other ways to write one of them.
  static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      UInt16(part).flatMap { String($0) == part ? Int($0) : nil }
    }
    guard (3...4).contains(parts.count), numbers.count == parts.count else { return nil }
    return numbers
  }
}
