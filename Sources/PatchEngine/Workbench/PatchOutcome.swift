// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a command did to a tree, or would do.
public struct PatchOutcome: Sendable {
  /// The tree's release.
  public let release: String
  /// The architectures to build.
  let architectures: [Architecture]
  /// The entries with their states, in the order of the series.
  public let entries: [EntryOutcome]
  /// The reasons why the command was refused; empty if it was not.
  public let refusals: [EntryRefusal]
  /// Information about the tree that does not prevent the command.
  public let notes: [Note]
  /// The files of the tree that were written or removed; for `status`, the files with local changes
  /// since pvkit wrote them.
  public let files: [String]
  /// Those of the files that were removed.
  public let removed: Set<String>
  /// Whether no part of a kit was applied before.
  public let isBare: Bool

  /// Sentences about the groups without an entry for this release or the architectures to build.
  public var idleGroups: [String] {
    IdleGroups(entries, release, architectures).sentences
  }
}
