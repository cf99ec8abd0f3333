// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A quantity that a domain has at the start, and the maximum that it may get at run time: `2`,
/// `2-4`.
struct StartAndMaximum: ExpressibleByArgument {
  let now: Int
  /// Nil if the quantity is fixed.
  let most: Int?

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    // Int would accept a sign.
    let numbers = parts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard numbers.count == parts.count, (1...2).contains(parts.count) else { return nil }
    now = numbers[0]
    most = numbers.count == 2 ? numbers[1] : nil
    if let most, most < now { return nil }
  }

  /// Whether both values are in the range.
  func isWithin(_ range: ClosedRange<Int>) -> Bool {
    range.contains(now) && range.contains(most ?? now)
  }
}
