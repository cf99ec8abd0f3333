// SPDX-License-Identifier: Apache-2.0

/// A structure or union of Xen's public headers, as declared through all its releases.
///
/// Differences between releases stand on the fields that they touch (`since:`, `until:`), those
/// between architectures too (`only:`); only where nothing is common are there two declarations
/// of one name.
public struct Structure: Sendable {
  /// The tag: `start_info`.
  public let name: String
  /// The header that declares it, below xen/include/public: `xen.h`.
  public let header: String
  /// What it is for, in one line.
  public let summary: String
  /// Structure or union.
  public let kind: Aggregate
  /// The releases that have it.
  public let span: Span
  /// The only architecture that has it; nil for both.
  public let only: Architecture?
  /// `__attribute__((packed))`.
  public let isPacked: Bool
  /// The headers give it no tag, only the name with `_t`.
  public let isTypedef: Bool
  /// The structure of which this is another name: `typedef struct original name_t`.
  public let original: String?
  /// In the order of declaration.
  public let fields: [Field]

  init(
    _ name: String, _ header: String, summary: String = "", kind: Aggregate = .struct,
    since: XenRelease = .v3_0_2,
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

  /// As C names the type: `struct start_info`, `xen_uuid_t`.
  public var cName: String { isTypedef ? name + "_t" : "\(kind.rawValue) \(name)" }

  /// Whether the release has it there.
  public func exists(in release: XenRelease, on architecture: Architecture) -> Bool {
    span.contains(release) && (only == nil || only == architecture)
  }

  /// The declaration of that name that holds in `release` on `architecture`.
  public static func named(
    _ name: String, in release: XenRelease, on architecture: Architecture
  ) -> Structure? {
    byName[name]?.first { $0.exists(in: release, on: architecture) }
  }

  private static let byName = Dictionary(grouping: all, by: \.name)
}
