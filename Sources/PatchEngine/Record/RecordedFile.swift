// SPDX-License-Identifier: Apache-2.0

/// A file of the tree that the kit changed or made.
public struct RecordedFile: Sendable, Equatable {
  /// From the tree's top.
  public let path: String
  /// Whether the kit made it: the vanilla tree has none.
  public let isNew: Bool
  /// The permission bits that it has; the original's, or those of a new file.
  let mode: UInt32
}
