// SPDX-License-Identifier: Apache-2.0

/// A structure or union of Xen's public headers, with its declarations in all releases.
///
/// Differences between releases are recorded at the fields (`since:`, `until:`), and those between
/// architectures too (`only:`). There are two declarations of one name only where nothing is
/// common.
public struct Structure: Sendable {
  /// The tag, such as `start_info`.
  public let name: String
  /// The header that declares it, relative to xen/include/public, such as `xen.h`.
  public let header: String
  /// The purpose, in one line.
  public let summary: String
  /// Whether it is a structure or a union.
  public let kind: Aggregate
  /// The releases that have it.
  public let span: Span
  /// The only architecture that has it; nil for both.
  public let only: Architecture?
  /// Whether it has `__attribute__((packed))`.
  public let isPacked: Bool
  /// Whether the headers declare only a typedef with `_t`, without a tag.
  public let isTypedef: Bool
  /// The structure that this is another name for: `typedef struct original name_t`.
  public let original: String?
  /// The members, in the order of declaration.
  public let fields: [Field]

  init(
    _ name: String, _ header: String, summary: String = "", kind: Aggregate = .struct,
    since: XenRelease = .v3_0_0,
    until: XenRelease? = nil, only: Architecture? = nil, packed: Bool = false,
    typedef: Bool = false, original: String? = nil, _ fields: [Field]
  ) {
    self.name = name
    self.header = header
    self.summary = summary
    self.kind = kind
    self.span = Span(since: since, until: until)
    self.only = only
    self.isPacked = packed
    self.isTypedef = typedef
    self.original = original
    self.fields = fields
  }

  /// The C name of the type: `struct start_info`, `xen_uuid_t`.
  public var cName: String { isTypedef ? name + "_t" : "\(kind.rawValue) \(name)" }

  /// Whether a release has the structure on an architecture.
  public func exists(in release: XenRelease, on architecture: Architecture) -> Bool {
    span.contains(release) && (only == nil || only == architecture)
  }

  /// The declaration of a name that applies in a release on an architecture; nil if there is none.
  public static func named(
    _ name: String, in release: XenRelease, on architecture: Architecture
  ) -> Structure? {
    byName[name]?.first { $0.exists(in: release, on: architecture) }
  }

  private static let byName = Dictionary(grouping: all + xen20, by: \.name)
}
