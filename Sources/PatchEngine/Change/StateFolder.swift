// SPDX-License-Identifier: Apache-2.0

import Base

/// Where a tree keeps its record: in `.pvkit/now`, of which `record` says what is applied, `was/N`
/// is what the vanilla tree has of its n-th file, and `is/N` what the kit made of it.
enum StateFolder {
  static let name = ".pvkit"
  private static let now = name + "/now"
  /// Work that versions before the journal of `Base` had begun.
  private static let earlierWork = name + "/commit"

  static let record = now + "/record"
  static func was(_ index: Int) -> String { "\(now)/was/\(index)" }
  static func applied(_ index: Int) -> String { "\(now)/is/\(index)" }

  /// What is applied; nil for a vanilla tree.
  static func layer(of tree: KernelTree) throws(PatchError) -> Layer? {
    guard try !KitFile.exists(tree.place(earlierWork)) else {
      throw PatchError(
        tree.place(earlierWork), "was left by a run of an earlier pvkit that was killed",
        cure: "bring the tree back from where it came from")
    }
    return try Layer(tree)
  }

  /// The files of the record, by their paths in the tree.
  static func files(of tree: KernelTree) throws(PatchError) -> [String] {
    try tree.checkNoLink(now)
    return try KitFile.all(below: tree.place(now)).map { now + "/" + $0 }
  }
}
