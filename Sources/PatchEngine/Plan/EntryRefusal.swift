// SPDX-License-Identifier: Apache-2.0

/// The reason why an entry cannot be applied to a tree.
public struct EntryRefusal: Sendable, Equatable, Encodable, CustomStringConvertible {
  /// The ID of the entry: `toolchain/0110-gcc-version`.
  public let entry: String
  /// The line of the entry, from 1.
  public let line: Int
  /// The file of the tree.
  public let file: String
  /// What is wrong in the file, with the anchor and the nearest line.
  public let problem: String
  /// The releases whose locks cover the entry's present effect.
  public let holds: [String]
  /// Other entries that are refused for the same reason.
  let others: [String]

  private enum CodingKeys: String, CodingKey { case entry, line, file, problem, holds }

  init(
    entry: String, line: Int, file: String, problem: String, holds: [String] = [],
    others: [String] = []
  ) {
    (self.entry, self.line, self.file, self.problem) = (entry, line, file, problem)
    (self.holds, self.others) = (holds, others)
  }

  /// The same refusal with the releases whose locks cover the entry.
  func locked(for releases: [String]) -> EntryRefusal {
    EntryRefusal(
      entry: entry, line: line, file: file, problem: problem, holds: releases, others: others)
  }

  public var description: String {
    "\(file): \(problem) (\(entry), line \(line)\(holds.isEmpty ? "" : "; locked for \(shownHolds)"))"
  }

  /// All releases if they are few, else a summary: `8 releases, 2.6.16 to 2.6.22`.
  private var shownHolds: String {
    guard let first = holds.first, let last = holds.last, holds.count > 4 else {
      return holds.joined(separator: ", ")
    }
    return "\(holds.count) releases, \(first) to \(last)"
  }
}

/// The error for a refused tree, thrown where the result is not a `PatchOutcome`.
public struct RefusalError: Error, Sendable, CustomStringConvertible {
  /// All refusals; never empty.
  public let refusals: [EntryRefusal]

  /// - Throws: if there are refusals.
  static func check(_ refusals: [EntryRefusal]) throws(RefusalError) {
    if !refusals.isEmpty { throw RefusalError(refusals: refusals) }
  }

  public var description: String { refusals.map(\.description).joined(separator: "; ") }
}
