// SPDX-License-Identifier: Apache-2.0

/// The last line of a shard's report: without it, the shard was stopped before it was done.
public struct ShardEnd: JsonDocument, Decodable, Equatable {
  public static let form = JsonForm.shard

  /// What wrote it: `pvkit check`.
  public let command: String
  /// The form of the lines before: `check`.
  public let of: String
  /// Which shard it is, from 1.
  public let shard: Int
  /// How many shards there are.
  public let count: Int
  /// Files and directories' ends in all shards together.
  public let inputs: Int
  /// What was asked, as far as reports depend on it: options, and their values. Nil in a report of an older
  /// version.
  public let asked: [String: String]?
  /// The exit code of the shard.
  public let exit: Int32

  public init(
    of form: JsonForm, by command: String, shard: Int, count: Int, inputs: Int,
    asked: [String: String], exit: Int32
  ) {
    self.asked = asked
    (self.command, of) = (command, form.rawValue)
    (self.shard, self.count, self.inputs, self.exit) = (shard, count, inputs, exit)
  }

  /// The first option of which they say something else; nil where they were asked the same.
  func difference(from other: ShardEnd) -> (option: String, own: String, others: String)? {
    let names = Set((asked ?? [:]).keys).union((other.asked ?? [:]).keys).sorted()
    guard let name = names.first(where: { asked?[$0] != other.asked?[$0] }) else { return nil }
    return (name, asked?[name] ?? "none", other.asked?[name] ?? "none")
  }
}
