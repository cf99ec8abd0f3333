// SPDX-License-Identifier: Apache-2.0

import PatchEngine

/// What stands in the place of any other object of `pvkit patch` when nothing could be done (exit
/// code 3).
public struct TreeFailure: JsonDocument {
  public static let form = JsonForm.patch

  /// The tree, as it was named; empty when none was.
  public let tree: String
  /// What is wrong, where, and what to do about it.
  public let error: String

  public init(tree: String, _ error: PatchError) {
    self.tree = tree
    self.error = "\(error)"
  }
}
