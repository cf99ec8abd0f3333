// SPDX-License-Identifier: Apache-2.0

/// The time of a run. It only advances by what the guest executes, so that a run takes the same
/// time on every machine, and waiting takes none.
///
/// A byte of code takes one nanosecond, which is about 250 million instructions per second. The
/// time stamp counter counts nanoseconds.
struct Clock {
  /// Nanoseconds of waiting that were skipped.
  private(set) var skipped: UInt64 = 0
  /// Nanoseconds that Xen has spent on hypercalls and faults.
  private(set) var inHypervisor: UInt64 = 0
  /// The time at the start of the domain: Xen has been up for one second.
  static let start: UInt64 = 1_000_000_000
  /// A time that is never reached, more than a century away.
  static let never: UInt64 = 1 << 62
  /// The wall clock at `start` in seconds since 1970: 1 January 2007 in every run.
  static let wallClock: UInt64 = 1_167_609_600

  func now(executed: UInt64) -> UInt64 { Self.start + executed + skipped + inHypervisor }

  /// The number of bytes that the processor has executed when the deadline is reached.
  func limit(at deadline: UInt64) -> UInt64 {
    let passed = Self.start + skipped + inHypervisor
    return deadline > passed ? deadline - passed : 0
  }

  /// The time that the guest and Xen have worked, in nanoseconds.
  func busy(executed: UInt64) -> UInt64 { executed + inHypervisor }

  mutating func spend(_ nanoseconds: UInt64) { inHypervisor += nanoseconds }

  mutating func skip(to deadline: UInt64, executed: UInt64) {
    let now = now(executed: executed)
    if deadline > now { skipped += deadline - now }
  }
}
