// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How long unpacking or reading may take. Real kernels take under two seconds; what takes ten is
/// made to.
public struct TimeLimit: Sendable {
  /// CPU seconds for each GiB that may come out.
  public static let perGibibyte = 10

  /// CPU seconds in all.
  public let seconds: Int

  /// For a payload that may unpack to `limit` bytes; no less than for one GiB.
  public init(limit: Int) { seconds = Self.perGibibyte * max(1, limit >> 30) }

  public init(seconds: Int) { self.seconds = seconds }

  /// This thread's CPU time in nanoseconds: a machine busy with other things refuses nothing.
  public static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// The moment at which it is over, by the same clock.
  public func end(from start: Int) -> Int {
    let nanoseconds = min(seconds, 1_000_000_000) * 1_000_000_000
    return start + nanoseconds
  }
}
