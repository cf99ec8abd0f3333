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

  /// The suppressions that have matched nothing so far.
  ///
  /// - Parameters:
  ///   - rules: the accepted findings of rules that were not found.
  ///   - suppressions: all suppressions, for a run that has scanned no code.
  public func entries(
    rules: [RuleExceptions.Entry] = [], of suppressions: Suppressions = Suppressions()
  ) -> StaleEntries {
    let isOpen = isOpen.withLock { $0 }
    let all = suppressions.entries.map(StaleSuppression.init)
    let known = common.withLock { $0.map { Array($0) } ?? (isOpen ? all : nil) }
    return StaleEntries(
      rules: rules,
      instructions: known?.sorted { ($0.file, $0.line) < ($1.file, $1.line) }, isOpen: isOpen)
  }
}
