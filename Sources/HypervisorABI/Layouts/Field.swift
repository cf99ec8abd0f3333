// SPDX-License-Identifier: Apache-2.0

/// One member of a structure, in the order of the header.
public struct Field: Sendable {
  /// The number of elements of an array.
  public enum Count: Sendable, ExpressibleByIntegerLiteral {
    case same(Int)
    case perArchitecture(i386: Int, x86_64: Int)
    /// `name[]`: as many as there is room for behind the structure.
    case unbounded

    public init(integerLiteral value: Int) { self = .same(value) }

    /// How many the structure itself has room for.
    public func elements(on architecture: Architecture) -> Int {
      switch self {
      case .same(let count): count
      case .perArchitecture(let i386, let x86_64): architecture == .i386 ? i386 : x86_64
      case .unbounded: 0
      }
    }

    /// As a declaration writes it: `[32]`, `[]`.
    public func bounds(on architecture: Architecture) -> String {
      if case .unbounded = self { return "[]" }
      return "[\(elements(on: architecture))]"
    }
  }

  /// As C declares it, without bounds.
  public let type: CType
  /// Nil for an anonymous structure or union, whose members are the outer one's.
  public let name: String?
  /// Nil when it is no array.
  public let count: Count?
  /// The width of a bit-field.
  public let bits: Int?
  /// The releases that have it, at their latest interface version.
  public let span: Span
  /// The only architecture that has it; nil for both.
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

  /// Whether the release has it there.
  public func exists(in release: XenRelease, on architecture: Architecture) -> Bool {
    span.contains(release) && (only == nil || only == architecture)
  }
}
