// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Synchronization

/// Suppressions that cover nothing in any of the kernels that one run looks at.
public final class StaleEverywhere: Sendable {
  private let common = Mutex<Set<StaleSuppression>?>(nil)
  private let isOpen = Mutex(false)

  public init() {}

  /// Those of one kernel; none where that is not known.
  public func add(_ stale: [StaleSuppression]) {
    common.withLock { $0 = $0?.intersection(stale) ?? Set(stale) }
  }

  /// Those of one kernel, as they were given.
  func add(_ stale: [Suppressions.Entry]) { add(stale.map(StaleSuppression.init)) }

  /// There is code, or may be, at which the run does not look.
  public func leaveOpen() { isOpen.withLock { $0 = true } }

  /// For standard error; none where there may be code that the run has not looked at.
  public var lines: [String] {
    isOpen.withLock { $0 } ? [] : places.map { "\($0) covers nothing in any of these kernels" }
  }

  /// For standard error: those that cover nothing in the code that was looked at, but perhaps in other code.
  ///
  /// - Parameter suppressions: all there are, for a run that has looked at no code.
  public func openLines(of suppressions: Suppressions) -> [String] {
    guard isOpen.withLock({ $0 }) else { return [] }
    common.withLock { $0 = $0 ?? Set(suppressions.entries.map(StaleSuppression.init)) }
    return places.map {
      "\($0) covers nothing in the code that check judges; pvkit scan tells whether it is stale"
    }
  }

  private var places: [String] {
    let stale = common.withLock { $0 ?? [] }
    return stale.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map {
      "pvkit: \($0.file):\($0.line): \($0.symbol) \($0.class)"
    }
  }
}
