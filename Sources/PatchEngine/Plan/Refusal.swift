// SPDX-License-Identifier: Apache-2.0

/// Why an entry does not go onto a tree.
public struct Refusal: Error, Sendable, Equatable, Encodable, CustomStringConvertible {
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

  func locked(for releases: [String]) -> Refusal {
    Refusal(entry: entry, line: line, file: file, problem: problem, holds: releases)
  }

  public var description: String {
    let locked = holds.isEmpty ? "" : "; locked for " + holds.joined(separator: ", ")
    return "\(file): \(problem) (\(entry), line \(line)\(locked))"
  }
}
