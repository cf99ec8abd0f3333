// SPDX-License-Identifier: Apache-2.0

extension CodeScan {
  /// Takes out the errors and warnings that are suppressed.
  ///
  /// - Returns: how many there were, and the entries that cover none: they are stale.
  public mutating func suppress(
    by suppressions: Suppressions
  ) -> (count: Int, stale: [Suppressions.Entry]) {
    var used: Set<Int> = []
    let before = sites.count
    removeSites { site, symbol in
      guard site.severity < .note,
        let index = suppressions.index(symbol: symbol, kind: site.kind.name)
      else { return false }
      used.insert(index)
      return true
    }
    let stale = suppressions.entries.enumerated().filter { !used.contains($0.offset) }
    return (before - sites.count, stale.map(\.element))
  }
}
