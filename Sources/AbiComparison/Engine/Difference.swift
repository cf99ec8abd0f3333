// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A member on which two layouts of a structure disagree.
public struct Difference: Sendable, Equatable {
  /// The kind of a difference.
  public enum Kind: String, Sendable, Encodable, CaseIterable {
    /// The other layout has the name at another offset.
    case moved
    /// Two members have exchanged their offsets; each of them is a difference.
    case swapped
    /// The other layout has the member at that offset with another size.
    case resized
    /// The bytes are interpreted in another way: as a float, in another byte order, or without the
    /// sign.
    case retyped
    /// The whole structure has another size, and is an element of arrays.
    case stride
    /// The other layout does not have the name, and divides the same bytes in another way.
    case overlapping
    /// The member is where the other layout has nothing: after its end or in padding.
    case added
    /// The member is an additional arm of a union that both layouts have.
    case alternative
    /// The same bytes have another name, or are divided more finely or coarsely at the same
    /// borders.
    case renamed
    /// Only the other layout declares the member.
    case undeclared
  }

  /// The kind of the difference.
  public let kind: Kind
  /// The member in the used layout; nil for `undeclared`.
  public let used: Layout.Member?
  /// The members in the other layout: the one with that name, then those at its place.
  public let other: [Layout.Member]

  public init(_ kind: Kind, used: Layout.Member?, other: [Layout.Member] = []) {
    self.kind = kind
    self.used = used
    self.other = other
  }

  /// Whether a user of the one layout accesses wrong bytes where the other one applies.
  public var isBreaking: Bool { Self.breaking.contains(kind) }

  /// Whether the used layout has a member there that the other one does not have.
  public var isExtension: Bool { kind == .added || kind == .alternative }

  private static let breaking: Set<Kind> = [
    .moved, .swapped, .resized, .retyped, .stride, .overlapping,
  ]
}
