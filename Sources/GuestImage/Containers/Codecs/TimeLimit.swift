// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A limit on the CPU time for unpacking or reading. Real kernels take less than two seconds; a
/// file that takes ten was made to do so.
public struct TimeLimit: Sendable {
  /// CPU seconds per GiB of maximum output.
  public static let perGibibyte = 10

  /// The limit in CPU seconds.
  public let seconds: Int

  /// The limit for a payload that may unpack to `limit` bytes; at least that for one GiB.
  public init(limit: Int) { seconds = Self.perGibibyte * max(1, limit >> 30) }

  /// A limit of this many CPU seconds.
  public init(seconds: Int) { self.seconds = seconds }

  /// The CPU time of this thread in nanoseconds. CPU time is used so that the result does not
  /// depend on the machine's load.
  public static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// The end of the limit for a start time, both on the clock of `now()`.
  public func end(from start: Int) -> Int {
    let nanoseconds = min(seconds, 1_000_000_000) * 1_000_000_000
    return start + nanoseconds
  }
}
