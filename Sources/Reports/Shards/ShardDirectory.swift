// SPDX-License-Identifier: Apache-2.0

/// A directory that the user named, as one shard sees it: whether one of its files in this shard is
/// an image. It is empty if no shard has an image of it.
public struct ShardDirectory: Codable, Sendable, Equatable {
  /// The number of the directory's end among the inputs of all shards, from 1.
  public let input: Int
  /// The directory's name in reports; nil if it contains an image.
  let image: String?
  /// What to report if no other shard has an image of it; nil if this shard has one.
  let error: String?

  /// A directory that contains an image.
  public init(_ input: Int) { (self.input, image, error) = (input, nil, nil) }

  /// The end of a directory of which this shard has no image.
  ///
  /// - Parameter failure: what to report if no other shard has one.
  public init(_ input: Int, empty failure: FailureReport) {
    (self.input, image, error) = (input, failure.image, failure.error)
  }

  /// What to report if it is empty; nil if it is not.
  private var failure: FailureReport? {
    image.flatMap { image in error.map { FailureReport(title: image, error: $0) } }
  }

  /// The failures of the directories in which no shard has an image, by the number of their inputs.
  static func empty(
    _ ends: [ShardEnd]
  ) -> [(input: Int, failure: FailureReport)] {
    let all = ends.flatMap { $0.directories ?? [] }
    let filled = Set(all.filter { $0.failure == nil }.map(\.input))
    return all.compactMap { directory in
      filled.contains(directory.input) ? nil : directory.failure.map { (directory.input, $0) }
    }
  }
}
