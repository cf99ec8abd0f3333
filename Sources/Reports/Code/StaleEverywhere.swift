// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Synchronization

/// Collects the suppressions that match nothing in any of the kernels of one run.
public final class StaleEverywhere: Sendable {
  private let common = Mutex<Set<StaleSuppression>?>(nil)
  private let isOpen = Mutex(false)

  public init() {}

  /// Adds the stale suppressions of one kernel; an empty list if they are not known.
  public func add(_ stale: [StaleSuppression]) {
    common.withLock { $0 = $0?.intersection(stale) ?? Set(stale) }
  }

  /// Adds the stale entries of one kernel.
  func add(_ stale: [Suppressions.Entry]) { add(stale.map(StaleSuppression.init)) }

  /// Records that there is, or may be, code that the run does not scan.
  public func leaveOpen() { isOpen.withLock { $0 = true } }

  /// Messages for standard error; empty if there may be code that the run did not scan.
  public var lines: [String] {
    isOpen.withLock { $0 } ? [] : places.map { "\($0) matches nothing in any of these kernels" }
  }

  /// Messages for standard error about suppressions that match nothing in the scanned code, but may
  /// match in other code; empty if all code was scanned.
  ///
  /// - Parameter suppressions: all suppressions, for a run that has scanned no code.
  public func openLines(of suppressions: Suppressions) -> [String] {
    guard isOpen.withLock({ $0 }) else { return [] }
    common.withLock { $0 = $0 ?? Set(suppressions.entries.map(StaleSuppression.init)) }
    return places.map {
      "\($0) matches nothing in the code that check reads; run pvkit scan to find out whether it is "
        + "stale"
    }
  }

  private var places: [String] {
    let stale = common.withLock { $0 ?? [] }
    return stale.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map {
      "pvkit: \($0.file):\($0.line): \($0.symbol) \($0.class)"
    }
  }
}
