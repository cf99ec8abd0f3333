// SPDX-License-Identifier: Apache-2.0

/// Why an entry does not go onto a tree.
public struct Refusal: Sendable, Equatable, Encodable, CustomStringConvertible {
  /// The entry: `toolchain/0110-gcc-version`.
  public let entry: String
  /// Where in the entry, from 1.
  public let line: Int
  /// The file of the tree.
  public let file: String
  /// What is wrong there, with the anchor and the nearest line.
  public let problem: String
  /// The releases that were locked with what this entry does to them.
  public let holds: [String]
  /// Entries that do not go onto the tree for the same reason.
  let others: [String]

  private enum CodingKeys: String, CodingKey { case entry, line, file, problem, holds }

  init(
    entry: String, line: Int, file: String, problem: String, holds: [String] = [],
    others: [String] = []
  ) {
    (self.entry, self.line, self.file, self.problem) = (entry, line, file, problem)
    (self.holds, self.others) = (holds, others)
  }

  func locked(for releases: [String]) -> Refusal {
    Refusal(
      entry: entry, line: line, file: file, problem: problem, holds: releases, others: others)
  }

  public var description: String {
    "\(file): \(problem) (\(entry), line \(line)\(holds.isEmpty ? "" : "; locked for \(shownHolds)"))"
  }

  /// All of them where they are few: `8 releases, 2.6.16 to 2.6.22`.
  private var shownHolds: String {
    guard let first = holds.first, let last = holds.last, holds.count > 4 else {
      return holds.joined(separator: ", ")
    }
    return "\(holds.count) releases, \(first) to \(last)"
  }
}

/// That a tree was refused, where the outcome would have been something else than an `Outcome`.
public struct Refused: Error, Sendable, CustomStringConvertible {
  /// All that is against it; never empty.
  public let refusals: [Refusal]

  /// - Throws: when there is anything.
  static func check(_ refusals: [Refusal]) throws(Refused) {
    if !refusals.isEmpty { throw Refused(refusals: refusals) }
  }

  public var description: String { refusals.map(\.description).joined(separator: "; ") }
}
