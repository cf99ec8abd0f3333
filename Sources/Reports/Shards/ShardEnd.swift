// SPDX-License-Identifier: Apache-2.0

import Base

/// The last line of a shard's report. If it is missing, the shard was stopped before its end.
public struct ShardEnd: JsonDocument, Decodable, Equatable {
  public static let form = JsonForm.shard

  /// The command that wrote the report: `pvkit check`.
  public let command: String
  /// The form of the preceding lines: `check`.
  public let of: String
  /// The number of the shard, from 1.
  public let shard: Int
  /// The number of shards.
  public let count: Int
  /// The number of inputs of all shards together: files, and one for the end of each directory.
  public let inputs: Int
  /// The number of lines before this one: two for each image. Nil in a report of an older version.
  public let lines: Int?
  /// A hash of each of these lines, in their order. Nil in a report of an older version.
  public let digests: [String]?
  /// The options that reports depend on, with their values. Nil in a report of an older version.
  public let asked: [String: String]?
  /// A hash of the names of all inputs. Nil in a report of an older version.
  public let files: String?
  /// The entries that nothing in this shard needs. Nil in a report of an older version.
  public let staleEntries: StaleEntries?
  /// The directories whose files the shard has a part of, as far as it knows whether they contain
  /// an image. Nil in a report of an older version.
  public let directories: [ShardDirectory]?
  /// The exit code of the shard, which does not depend on stale entries and empty directories.
  public let exit: Int32

  public init(
    of form: JsonForm, by command: String, shard: Int, count: Int, inputs: Int,
    digests: [String], files: String, asked: [String: String], stale: StaleEntries,
    directories: [ShardDirectory], exit: Int32
  ) {
    (lines, self.digests, self.directories) = (digests.count, digests, directories)
    (self.asked, self.files, staleEntries) = (asked, files, stale)
    (self.command, of) = (command, form.rawValue)
    (self.shard, self.count, self.inputs, self.exit) = (shard, count, inputs, exit)
  }

  /// The hash of a line, without its line end.
  public static func digest(_ line: some StringProtocol) -> String {
    ContentHash(Array(line.utf8)).description
  }

  /// The first option whose values differ; nil if all are equal.
  func difference(from other: ShardEnd) -> (option: String, own: String, others: String)? {
    let names = Set((asked ?? [:]).keys).union((other.asked ?? [:]).keys).sorted()
    guard let name = names.first(where: { asked?[$0] != other.asked?[$0] }) else { return nil }
    return (name, asked?[name] ?? "none", other.asked?[name] ?? "none")
  }
}
