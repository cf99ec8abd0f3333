// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A difference between two views of the interface.
public struct AbiChange: Sendable, Equatable {
  /// The kind of a difference.
  public enum Kind: String, Sendable, Encodable, CaseIterable {
    /// Only the second view has it.
    case added
    /// Only the first view has it.
    case removed
    /// A member is at another offset.
    case moved
    /// A member has another size at the same offset.
    case resized
    /// The bytes of a member are interpreted in another way.
    case retyped
    /// The same bytes are divided into other members.
    case recut
    /// The same bytes, or the same number, have another name.
    case renamed
    /// A name has another number.
    case renumbered
  }

  /// The thing that differs.
  public enum Subject: Sendable, Equatable {
    /// A structure, or one of its members.
    case structure(String, member: String?)
    /// A name in a group of numbers.
    case number(String, group: String)
  }

  /// The thing that differs.
  public let subject: Subject
  /// The kind of the difference.
  public let kind: Kind
  /// Whether a guest built for the first view fails on the second one.
  public let isBreaking: Bool
  /// The thing in the first view: members with their offsets, sizes, values; empty if it does not
  /// exist there.
  public let before: String
  /// The same for the second view.
  public let after: String

  public init(
    _ subject: Subject, _ kind: Kind, isBreaking: Bool, before: String = "", after: String = ""
  ) {
    self.subject = subject
    self.kind = kind
    self.isBreaking = isBreaking
    self.before = before
    self.after = after
  }
}
