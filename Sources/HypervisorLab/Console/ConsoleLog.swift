// SPDX-License-Identifier: Apache-2.0

/// The lines of one speaker, the oldest forgotten when they grow beyond `limit` bytes.
public struct ConsoleLog {
  let limit: Int
  /// The latest, in their order.
  public private(set) var lines: [String] = []
  private var size = 0

  /// - Parameter limit: in bytes.
  public init(limit: Int = 8 << 20) { self.limit = limit }

  /// Adds the newest.
  public mutating func append(_ line: String) {
    lines.append(line)
    size += line.utf8.count + MemoryLayout<String>.size
    if size > limit { forgetOlderHalf() }
  }

  /// By halves, so that a line costs the same however long the guest talks.
  private mutating func forgetOlderHalf() {
    lines.removeFirst((lines.count + 1) / 2)
    size = lines.reduce(0) { $0 + $1.utf8.count + MemoryLayout<String>.size }
  }
}
