// SPDX-License-Identifier: Apache-2.0

/// Time, which passes by what the guest executes and by nothing else: the same run takes the same time
/// on every machine, and waiting takes none.
///
/// A byte of code takes a nanosecond, so that a guest gets through about 250 million instructions a
/// second; the time stamp counter counts nanoseconds.
struct Clock {
  /// Nanoseconds of waiting that were skipped.
  private(set) var skipped: UInt64 = 0
  /// Nanoseconds that Xen took for the guest's calls and faults.
  private(set) var inHypervisor: UInt64 = 0
  /// Xen has been up for a second when it starts a domain.
  static let start: UInt64 = 1_000_000_000
  /// Later than this nothing happens: a century and more.
  static let never: UInt64 = 1 << 62
  /// Seconds since 1970 at `start`: 1 January 2007, in every run.
  static let wallClock: UInt64 = 1_167_609_600

  func now(executed: UInt64) -> UInt64 { Self.start + executed + skipped + inHypervisor }

  /// What the processor has to have executed by then.
  func limit(at deadline: UInt64) -> UInt64 {
    let passed = Self.start + skipped + inHypervisor
    return deadline > passed ? deadline - passed : 0
  }

  /// The time that the guest and Xen worked.
  func busy(executed: UInt64) -> UInt64 { executed + inHypervisor }

  mutating func spend(_ nanoseconds: UInt64) { inHypervisor += nanoseconds }

  mutating func skip(to deadline: UInt64, executed: UInt64) {
    let now = now(executed: executed)
    if deadline > now { skipped += deadline - now }
  }
}
