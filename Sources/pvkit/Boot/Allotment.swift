// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What a domain has from the start, and what it may be given at run time: `2`, `2-4`.
struct Allotment: ExpressibleByArgument {
  let now: Int
  /// Nil when it does not change.
  let most: Int?

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    // A sign is not a part of either.
    let numbers = parts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard numbers.count == parts.count, (1...2).contains(parts.count) else { return nil }
    now = numbers[0]
    most = numbers.count == 2 ? numbers[1] : nil
    if let most, most < now { return nil }
  }

  /// Whether both are among these.
  func isWithin(_ range: ClosedRange<Int>) -> Bool {
    range.contains(now) && range.contains(most ?? now)
  }
}
