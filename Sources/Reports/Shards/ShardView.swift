// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The results for one image that other formats than JSON show. A shard's report has such a line
/// after that of each image, so that `pvkit report merge` can write every format.
///
/// The keys are only for the same version of pvkit; they are not a contract.
public struct ShardView: JsonDocument, Codable {
  public static let form = JsonForm.shardView

  /// The number of the image's file among those of all shards, from 1.
  public let input: Int
  /// The lines of the text form.
  let text: [String]
  /// The lines of the text form among several images; nil if the image has errors or warnings.
  let brief: [String]?
  /// The results for annotation formats and pages.
  public let shown: AnnotatedRun.Image

  public init(input: Int, text: ImageText, shown: AnnotatedRun.Image) {
    (self.input, self.shown) = (input, shown)
    (self.text, brief) = (text.lines, text.brief)
  }

  /// The text form.
  public var imageText: ImageText { ImageText(text, brief: brief) }

  /// Whether the map, if there is one, can be drawn: no loader creates a guest larger than the
  /// physical address space of a processor (52 bits).
  var isDrawable: Bool {
    guard let map = shown.page?.map else { return true }
    let limit = UInt64(1) << 52
    let ends = map.items.map(\.physical.upperBound) + [map.mapped?.upperBound ?? 0, map.memory]
    let start = map.items.first?.physical.lowerBound ?? 0
    return ends.allSatisfy { $0 <= limit } && start < max(map.memory, 1)
  }
}

extension AnnotatedRun {
  /// The commands that take `--shard`, and their rules.
  private static let shardable: [(command: String, rules: [AnnotationRule])] = [
    ("pvkit check", CheckReport.rules), ("pvkit scan", CodeReport.rules),
    ("pvkit abi verify", AbiCheckReport.rules),
  ]

  /// The results of a command for these images; nil if there is no such command.
  public init?(of command: String, version: String, _ images: [Image]) {
    guard let known = Self.shardable.first(where: { $0.command == command }) else { return nil }
    self.init(command: command, version: version, rules: known.rules)
    self.images = images
  }
}
