// SPDX-License-Identifier: Apache-2.0

import PatchEngine

/// The object that replaces any other object of `pvkit patch` if nothing could be done (exit code
/// 3).
public struct TreeFailure: JsonDocument {
  public static let form = JsonForm.patch

  /// The tree, as it was named; empty if none was.
  public let tree: String
  /// What is wrong, where, and how to fix it.
  public let error: String

  public init(tree: String, _ error: PatchError) {
    self.tree = tree
    self.error = "\(error)"
  }
}
