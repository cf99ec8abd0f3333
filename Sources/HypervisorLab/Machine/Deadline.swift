// SPDX-License-Identifier: Apache-2.0

import Base

/// A time limit in seconds, independent of changes to the system clock.
struct Deadline {
  private let start = SteadyTime.now
  let limit: Double

  init(after limit: Double) { self.limit = limit }

  var elapsed: Double { Double(SteadyTime.now - start) / Double(SteadyTime.second) }
  var hasPassed: Bool { elapsed >= limit }
  /// The remaining time for poll, rounded up; at most a minute.
  var milliseconds: Int32 { Int32(max(0, min(60_000, ((limit - elapsed) * 1000).rounded(.up)))) }
}
