// SPDX-License-Identifier: Apache-2.0

extension CodeScan {
  /// Removes the errors and warnings that are suppressed, including problems of hypercalls.
  ///
  /// - Returns: the number removed, and the stale entries, which match nothing.
  public mutating func suppress(
    by suppressions: Suppressions
  ) -> (count: Int, stale: [Suppressions.Entry]) {
    guard !suppressions.entries.isEmpty else { return (0, []) }
    var used: [Int] = []
    func isCovered(_ symbol: String?, _ kind: String) -> Bool {
      guard let index = suppressions.index(symbol: symbol, kind: kind) else { return false }
      used.append(index)
      return true
    }
    removeSites { site, symbol in site.severity < .note && isCovered(symbol, site.kind.name) }
    for index in hypercalls.indices where !hypercalls[index].problems.isEmpty {
      let symbol = symbol(of: hypercalls[index])?.name
      hypercalls[index].problems.removeAll { isCovered(symbol, $0.name) }
    }
    floatingPoint = floatingPoint.filter {
      !isCovered(symbol(of: $0)?.name, FloatingPointUse.name)
    }
    let covering = Set(used)
    let stale = suppressions.entries.enumerated().filter { !covering.contains($0.offset) }
    return (used.count, stale.map(\.element))
  }
}
