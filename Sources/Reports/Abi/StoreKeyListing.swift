// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The XenStore keys of a release, for `pvkit abi keys`.
public struct StoreKeyListing: JsonDocument {
  public static let form = JsonForm.abiKeys

  /// One key.
  public struct Entry: Encodable, Sendable {
    /// The directory that contains the key.
    public let place: String
    /// The path within that directory; N stands for a number.
    public let name: String
    /// The component that writes the key.
    public let writer: String
    /// The first release that has the key.
    public let since: String
    /// The meaning, in one sentence.
    public let meaning: String
  }

  /// The release of Xen.
  public let xen: String
  /// The keys that the release has.
  public let keys: [Entry]

  /// - Parameter part: a part of the names or directories to list; empty for all keys.
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

  /// The lines of the table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = keys.map { [$0.place, $0.name, $0.writer, $0.since, $0.meaning] }
    return emphasized(
      Table([["in", "key", "written by", "since", "meaning"]] + rows).lines(), style)
  }
}
