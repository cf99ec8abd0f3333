// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Synchronization

/// Suppressions that cover nothing in any of the kernels that one run looks at.
public final class StaleEverywhere: Sendable {
  private let common = Mutex<Set<StaleSuppression>?>(nil)

  public init() {}

  /// Those of one kernel; none where that is not known.
  public func add(_ stale: [StaleSuppression]) {
    common.withLock { $0 = $0?.intersection(stale) ?? Set(stale) }
  }

  /// Those of one kernel, as they were given.
  func add(_ stale: [Suppressions.Entry]) { add(stale.map(StaleSuppression.init)) }

  /// For standard error.
  public var lines: [String] {
    let stale = common.withLock { $0 ?? [] }
    return stale.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map {
      "pvkit: \($0.file):\($0.line): \($0.symbol) \($0.class) covers nothing in any of these kernels"
    }
  }
}
