// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The feature bits of a release, for `pvkit abi features`.
public struct FeatureListing: JsonDocument {
  public static let form = JsonForm.abiFeatures

  /// One feature.
  public struct Entry: Encodable, Sendable {
    /// Counted through all submaps of 32.
    public let bit: Int
    /// The header's, without XENFEAT_.
    public let name: String
    /// The token of a FEATURES note; null where loaders know none.
    public let loaderName: Nullable<String>
    /// The release that brought it.
    public let since: String
    /// In one sentence.
    public let meaning: String
  }

  /// The release.
  public let xen: String
  /// Those that it has.
  public let features: [Entry]

  public init(release: XenRelease) {
    xen = release.description
    features = XenFeature.all.filter { $0.since <= release }.map {
      Entry(
        bit: $0.bit, name: $0.name, loaderName: Nullable($0.loaderName),
        since: $0.since.description, meaning: $0.meaning)
    }
  }

  /// The table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = features.map {
      [String($0.bit), $0.name, $0.loaderName.value == nil ? "-" : "yes", $0.since, $0.meaning]
    }
    return emphasized(
      Table([["bit", "name", "loaders", "since", "meaning"]] + rows).lines(), style)
  }
}
