// SPDX-License-Identifier: Apache-2.0

/// What a command did to a tree, or would.
public struct Outcome: Sendable {
  /// The release of the tree.
  public let release: String
  /// In the order of the series.
  public let entries: [EntryOutcome]
  /// Why it was refused; empty when it was not.
  public let refusals: [Refusal]
  /// What is worth knowing of the tree, and no reason against it.
  public let notes: [Note]
  /// Files of the tree that were written or removed; of `status`, those that somebody changed after
  /// pvkit wrote them.
  public let files: [String]

  /// Groups of which no entry is for this release.
  public var idleGroups: [String] {
    let busy = Set(entries.filter { !$0.state.isIdle }.map(\.group))
    return entries.map(\.group).reduce(into: []) { idle, group in
      if !busy.contains(group) && !idle.contains(group) { idle.append(group) }
    }
  }
}
