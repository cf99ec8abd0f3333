// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What other formats than JSON show of one image. A shard's report has such a line behind that of each
/// image, so that `pvkit report merge` can write every format.
///
/// Its keys are for the pvkit that wrote them, and no contract.
public struct ShardView: JsonDocument, Codable {
  public static let form = JsonForm.shardView

  /// The place of its file among those of all shards, from 1.
  public let input: Int
  /// For people.
  public let text: [String]
  /// For other tools, and for a page.
  public let shown: AnnotatedRun.Image

  public init(input: Int, text: [String], shown: AnnotatedRun.Image) {
    (self.input, self.text, self.shown) = (input, text, shown)
  }

  /// Whether the map, if any, is one that can be drawn: no loader makes a guest beyond what a processor
  /// can address.
  var isDrawable: Bool {
    guard let map = shown.page?.map else { return true }
    let limit = UInt64(1) << 52
    let ends = map.items.map(\.physical.upperBound) + [map.mapped?.upperBound ?? 0, map.memory]
    let start = map.items.first?.physical.lowerBound ?? 0
    return ends.allSatisfy { $0 <= limit } && start < max(map.memory, 1)
  }
}

extension AnnotatedRun {
  /// What the commands that take `--shard` are called, and their rules.
  private static let shardable: [(command: String, rules: [AnnotationRule])] = [
    ("pvkit check", CheckReport.rules), ("pvkit scan", CodeReport.rules),
    ("pvkit abi verify", AbiCheckReport.rules),
  ]

  /// What that command said of those images; nil where there is no such command.
  public init?(of command: String, version: String, _ images: [Image]) {
    guard let known = Self.shardable.first(where: { $0.command == command }) else { return nil }
    self.init(command: command, version: version, rules: known.rules)
    self.images = images
  }
}
