// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The keys in XenStore of a release, for `pvkit abi keys`.
public struct StoreKeyListing: JsonDocument {
  public static let form = JsonForm.abiKeys

  /// One key.
  public struct Entry: Encodable, Sendable {
    /// Whose directory it is in.
    public let place: String
    /// From there; N stands for a number.
    public let name: String
    /// Who writes it.
    public let writer: String
    /// The release that brought it.
    public let since: String
    /// In one sentence.
    public let meaning: String
  }

  /// The release.
  public let xen: String
  /// Those that it has.
  public let keys: [Entry]

  /// - Parameter part: of the names or places that are wanted; empty for all.
  public init(release: XenRelease, part: String = "") {
    xen = release.description
    keys = StoreKey.all.filter {
      $0.span.contains(release)
        && (part.isEmpty || $0.name.contains(part) || $0.place.rawValue.contains(part))
    }.map {
      Entry(
        place: $0.place.rawValue, name: $0.name, writer: $0.writer.rawValue,
        since: $0.span.since.description, meaning: $0.meaning)
    }
  }

  /// The table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = keys.map { [$0.place, $0.name, $0.writer, $0.since, $0.meaning] }
    return emphasized(
      Table([["in", "key", "written by", "since", "meaning"]] + rows).lines(), style)
  }
}
