// SPDX-License-Identifier: Apache-2.0

/// The state of an entry on a tree, before or after a command.
public enum EntryState: String, Sendable, CaseIterable, Encodable {
  /// It was applied.
  case applied
  /// It was applied before, in its present form.
  case present = "already there"
  /// It was applied before in another form, and was renewed.
  case renewed
  /// It was removed.
  case reverted
  /// It is not applied, and fits.
  case fits
  /// It would be applied.
  case toApply = "would be applied"
  /// It is applied in another form, and would be renewed.
  case toRenew = "would be renewed"
  /// It would be removed.
  case toRevert = "would be reverted"
  /// It does not fit; nothing was changed.
  case refused
  /// It has no effect in this release of Linux.
  case idle = "not for this release"
  /// It has no effect for the architectures to build.
  case otherArchitecture = "not for this architecture"

  /// Whether the entry has no effect on the tree.
  public var isIdle: Bool { self == .idle || self == .otherArchitecture }
}

/// An entry and its state.
public struct EntryOutcome: Sendable, Encodable {
  /// The entry's ID.
  public let entry: String
  /// The entry's subject; if the kit does not have the entry, a text that says so.
  public let subject: String
  /// The entry's state.
  public let state: EntryState

  /// The name of the entry's group.
  public var group: String { String(entry.prefix { $0 != "/" }) }
}
