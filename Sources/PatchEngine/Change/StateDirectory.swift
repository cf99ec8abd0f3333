// SPDX-License-Identifier: Apache-2.0

import Base

/// The paths of a tree's record. `.pvkit/now/record` states what is applied; `was/N` beside it is
/// the vanilla content of the record's N-th file, and `is/N` its content as the kit made it.
enum StateDirectory {
  static let name = ".pvkit"
  private static let now = name + "/now"
  /// The journal of pvkit versions before `Base.TreeChange`.
  private static let earlierWork = name + "/commit"

  static let record = now + "/record"
  static func was(_ index: Int) -> String { "\(now)/was/\(index)" }
  static func applied(_ index: Int) -> String { "\(now)/is/\(index)" }

  /// What is applied; nil for a vanilla tree.
  ///
  /// - Throws: if an earlier version of pvkit was killed in the tree, or the record is damaged.
  static func appliedKit(of tree: KernelTree) throws(PatchError) -> AppliedKit? {
    guard try !KitFile.exists(tree.place(earlierWork)) else {
      throw PatchError(
        tree.place(earlierWork), "was left by a run of an earlier pvkit that was killed",
        cure: "restore the tree from its source")
    }
    return try AppliedKit(tree)
  }

  /// The files of the record, by their paths in the tree.
  static func files(of tree: KernelTree) throws(PatchError) -> [String] {
    try tree.checkNoLink(now)
    return try KitFile.all(below: tree.place(now)).map { now + "/" + $0 }
  }
}
