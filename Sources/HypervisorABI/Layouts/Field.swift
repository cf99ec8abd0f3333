// SPDX-License-Identifier: Apache-2.0

/// A member of a structure.
public struct Field: Sendable {
  /// The number of elements of an array.
  public enum Count: Sendable, ExpressibleByIntegerLiteral {
    case same(Int)
    case perArchitecture(i386: Int, x86_64: Int)
    /// `name[]`: a flexible array after the structure.
    case unbounded

    public init(integerLiteral value: Int) { self = .same(value) }

    /// The number of elements within the structure itself; 0 for a flexible array.
    public func elements(on architecture: Architecture) -> Int {
      switch self {
      case .same(let count): count
      case .perArchitecture(let i386, let x86_64): architecture == .i386 ? i386 : x86_64
      case .unbounded: 0
      }
    }

    /// The bounds in a C declaration: `[32]`, `[]`.
    public func bounds(on architecture: Architecture) -> String {
      if case .unbounded = self { return "[]" }
      return "[\(elements(on: architecture))]"
    }
  }

  /// The C type, without array bounds.
  public let type: CType
  /// The name; nil for an anonymous structure or union, whose members belong to the outer one.
  public let name: String?
  /// The number of elements; nil if the member is not an array.
  public let count: Count?
  /// The width of a bit-field, in bits; nil if the member is not one.
  public let bits: Int?
  /// The releases that have the member, at their latest interface version.
  public let span: Span
  /// The only architecture that has the member; nil for both.
  public let only: Architecture?

  init(
    _ type: CType, _ name: String? = nil, count: Count? = nil, bits: Int? = nil,
    since: XenRelease = .v2_0, until: XenRelease? = nil, only: Architecture? = nil
  ) {
    self.type = type
    self.name = name
    self.count = count
    self.bits = bits
    self.span = Span(since: since, until: until)
    self.only = only
  }

  /// Whether a release has the member on an architecture.
  public func exists(in release: XenRelease, on architecture: Architecture) -> Bool {
    span.contains(release) && (only == nil || only == architecture)
  }
}
