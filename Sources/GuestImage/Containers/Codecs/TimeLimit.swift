// SPDX-License-Identifier: Apache-2.0

import Base

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
  public static func now() -> Int { SteadyTime.ofThread }

  /// The end of the limit for a start time, both on the clock of `now()`.
  public func end(from start: Int) -> Int {
    start + min(seconds, 1_000_000_000) * SteadyTime.second
  }
}
