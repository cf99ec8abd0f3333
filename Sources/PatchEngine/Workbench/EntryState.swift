// SPDX-License-Identifier: Apache-2.0

/// What became of an entry, or would.
public enum EntryState: String, Sendable, CaseIterable, Encodable {
  /// It came onto the tree.
  case applied
  /// It was on the tree, and is as it should be.
  case present = "already there"
  /// It was on the tree in the form of another kit, and was renewed.
  case renewed
  /// It went off the tree.
  case reverted
  /// It is not on the tree, and fits.
  case fits
  /// It would come onto the tree.
  case toApply = "would be applied"
  /// It is on the tree in the form of another kit.
  case toRenew = "would be renewed"
  /// It would go off the tree.
  case toRevert = "would be reverted"
  /// It does not fit; nothing was done.
  case refused
  /// It has nothing to do in this release of Linux.
  case idle = "not for this release"
  /// It has nothing to do for the architectures that are to be built.
  case otherArchitecture = "not for this architecture"

  /// Whether it has nothing to do.
  public var isIdle: Bool { self == .idle || self == .otherArchitecture }
}

/// An entry, and what became of it.
public struct EntryOutcome: Sendable, Encodable {
  /// Its id.
  public let entry: String
  /// Its subject; the id again where the kit does not have it.
  public let subject: String
  public let state: EntryState

  /// The name of its group.
  public var group: String { String(entry.prefix { $0 != "/" }) }
}
