// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a command did to a tree, or would.
public struct Outcome: Sendable {
  /// The release of the tree.
  public let release: String
  /// That are to be built.
  let architectures: [Architecture]
  /// In the order of the series.
  public let entries: [EntryOutcome]
  /// Why it was refused; empty when it was not.
  public let refusals: [Refusal]
  /// What is worth knowing of the tree, and no reason against it.
  public let notes: [Note]
  /// Files of the tree that were written or removed; of `status`, those that somebody changed after
  /// pvkit wrote them.
  public let files: [String]
  /// Those of them that were removed.
  public let removed: Set<String>
  /// Whether nothing was on the tree before.
  public let isBare: Bool

  /// Of groups of which no entry is for this release, or for what is to be built: which, and why.
  public var idleGroups: [String] {
    IdleGroups(entries, release, architectures).sentences
  }
}
