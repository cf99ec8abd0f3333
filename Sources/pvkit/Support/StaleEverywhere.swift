// SPDX-License-Identifier: Apache-2.0

import Reports
import Synchronization

/// Suppressions that cover nothing in any of the kernels that one run looks at.
final class StaleEverywhere: Sendable {
  private let common = Mutex<Set<StaleSuppression>?>(nil)

  /// Those of one kernel.
  func add(_ stale: [StaleSuppression]) {
    common.withLock { $0 = $0?.intersection(stale) ?? Set(stale) }
  }

  /// For standard error.
  var lines: [String] {
    let stale = common.withLock { $0 ?? [] }
    return stale.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map {
      "pvkit: \($0.file):\($0.line): \($0.symbol) \($0.class) covers nothing in any of these kernels"
    }
  }
}
