// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One member that two layouts of a structure do not agree on.
public struct Difference: Sendable, Equatable {
  public enum Kind: String, Sendable, Encodable, CaseIterable {
    /// The other layout knows the name at another offset.
    case moved
    /// Two members stand in each other's place; each of them is a difference.
    case swapped
    /// The other layout has it at that offset, in another size.
    case resized
    /// The same bytes stand for something else: a float, another byte order, a number without its sign.
    case retyped
    /// The whole structure has another size, and is an element of arrays.
    case stride
    /// The other layout lacks the name, and cuts the same bytes in another way.
    case overlapping
    /// It lies where the other layout has nothing: behind the end or in padding.
    case added
    /// Another arm of a union that both have.
    case alternative
    /// The same bytes under another name, or cut finer or coarser along the same borders.
    case renamed
    /// Only the other layout declares it.
    case undeclared
  }

  public let kind: Kind
  /// The member as the used layout has it; nil for `undeclared`.
  public let used: Layout.Member?
  /// What the other layout has: the member of that name, then those in its place.
  public let other: [Layout.Member]

  public init(_ kind: Kind, used: Layout.Member?, other: [Layout.Member] = []) {
    self.kind = kind
    self.used = used
    self.other = other
  }

  /// Whether whoever uses the one layout reads wrong bytes where the other one rules.
  public var isBreaking: Bool { Self.breaking.contains(kind) }

  /// Whether the used layout has something there that the other one knows nothing of.
  public var isExtension: Bool { kind == .added || kind == .alternative }

  private static let breaking: Set<Kind> = [
    .moved, .swapped, .resized, .retyped, .stride, .overlapping,
  ]
}
