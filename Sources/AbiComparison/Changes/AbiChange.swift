// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One thing that is otherwise on the second side than on the first.
public struct AbiChange: Sendable, Equatable {
  public enum Kind: String, Sendable, Encodable, CaseIterable {
    /// Only the second side has it.
    case added
    /// Only the first side has it.
    case removed
    /// A member at another offset.
    case moved
    /// A member of another size at the same offset.
    case resized
    /// The same bytes stand for something else.
    case retyped
    /// Bytes that are cut into other members.
    case recut
    /// The same bytes, or the same number, under another name.
    case renamed
    /// A name for another number.
    case renumbered
  }

  public enum Subject: Sendable, Equatable {
    /// A whole structure, or one member of it.
    case structure(String, member: String?)
    /// A name in a group of numbers.
    case number(String, group: String)
  }

  public let subject: Subject
  public let kind: Kind
  /// Whether a guest of the first side goes wrong on the second one.
  public let isBreaking: Bool
  /// What it is on each side: members with their offsets, sizes, values; empty where it is not.
  public let before: String
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
