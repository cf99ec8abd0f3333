// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A time limit in seconds, independent of changes to the system clock.
struct Deadline {
  let start = Deadline.now
  let limit: Double

  init(after limit: Double) { self.limit = limit }

  var elapsed: Double { Self.now - start }
  var hasPassed: Bool { elapsed >= limit }
  /// The remaining time for poll, rounded up; at most a minute.
  var milliseconds: Int32 { Int32(max(0, min(60_000, ((limit - elapsed) * 1000).rounded(.up)))) }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
