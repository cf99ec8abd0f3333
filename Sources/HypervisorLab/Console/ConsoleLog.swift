// SPDX-License-Identifier: Apache-2.0

/// The lines of one speaker. The oldest are dropped when they exceed `limit` bytes.
public struct ConsoleLog {
  let limit: Int
  /// The kept lines in order.
  public private(set) var lines: [String] = []
  private var size = 0

  /// - Parameter limit: in bytes.
  public init(limit: Int = 8 << 20) { self.limit = limit }

  /// Adds a line.
  public mutating func append(_ line: String) {
    lines.append(line)
    size += line.utf8.count + MemoryLayout<String>.size
    if size > limit { forgetOlderHalf() }
  }

  /// Drops half of the lines at once, so that the cost of a line does not grow with the log.
  private mutating func forgetOlderHalf() {
    lines.removeFirst((lines.count + 1) / 2)
    size = lines.reduce(0) { $0 + $1.utf8.count + MemoryLayout<String>.size }
  }
}
