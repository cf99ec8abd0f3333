// SPDX-License-Identifier: Apache-2.0

import Base

/// The summary of unified diffs that `git diff --stat` prints.
struct DiffStat {
  private let files: [(path: String, added: Int, removed: Int)]

  init(_ diffs: [(path: String, diff: [UInt8])]) {
    files = diffs.map { path, diff in
      // Skip the two lines that name the file.
      let lines = diff.split(separator: SourceText.newline).dropFirst(2)
      return (
        path, lines.count { $0.first == UInt8(ascii: "+") },
        lines.count { $0.first == UInt8(ascii: "-") }
      )
    }
  }

  /// A line per file, and the totals.
  var lines: [String] {
    let width = files.map(\.path.count).max() ?? 0
    let most = files.map { $0.added + $0.removed }.max() ?? 0
    let digits = "\(most)".count
    let rows = files.map { path, added, removed in
      let count = "\(added + removed)"
      let path = path + String(repeating: " ", count: width - path.count)
      return " \(path) | " + String(repeating: " ", count: digits - count.count) + count + " "
        + Self.bar("+", added, most) + Self.bar("-", removed, most)
    }
    let (added, removed) = (files.reduce(0) { $0 + $1.added }, files.reduce(0) { $0 + $1.removed })
    let sum = [
      " \(counted(files.count, "file")) changed",
      added > 0 ? "\(counted(added, "insertion"))(+)" : nil,
      removed > 0 ? "\(counted(removed, "deletion"))(-)" : nil,
    ]
    return rows + [sum.compactMap { $0 }.joined(separator: ", ")]
  }

  private static let barWidth = 30

  /// A bar whose length is proportional to the count, and at least one character if the count is
  /// not 0.
  private static func bar(_ sign: Character, _ count: Int, _ most: Int) -> String {
    guard count > 0 else { return "" }
    let length = most <= barWidth ? count : max(1, count * barWidth / most)
    return String(repeating: sign, count: length)
  }
}
