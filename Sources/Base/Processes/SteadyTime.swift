// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Times in nanoseconds from an arbitrary start, which changes of the system's date do not move.
public enum SteadyTime {
  /// Nanoseconds in a second.
  public static let second = 1_000_000_000

  /// The time that has passed (CLOCK_MONOTONIC).
  public static var now: Int { time(of: CLOCK_MONOTONIC) }

  /// The CPU time of this thread, which does not depend on the load of the machine
  /// (CLOCK_THREAD_CPUTIME_ID).
  public static var ofThread: Int { time(of: CLOCK_THREAD_CPUTIME_ID) }

  private static func time(of clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * second + time.tv_nsec
  }
}
