// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The feature bits of a release, for `pvkit abi features`.
public struct FeatureListing: JsonDocument {
  public static let form = JsonForm.abiFeatures

  /// One feature.
  public struct Entry: Encodable, Sendable {
    /// The bit number, counted across all submaps of 32 bits.
    public let bit: Int
    /// The name in the header, without XENFEAT_.
    public let name: String
    /// The token in a FEATURES note; null if loaders know none.
    public let loaderName: Nullable<String>
    /// The first release that has the feature.
    public let since: String
    /// The meaning, in one sentence.
    public let meaning: String
  }

  /// The release of Xen.
  public let xen: String
  /// The features that the release has.
  public let features: [Entry]

  public init(release: XenRelease) {
    xen = release.description
    features = XenFeature.all.filter { $0.since <= release }.map {
      Entry(
        bit: $0.bit, name: $0.name, loaderName: Nullable($0.loaderName),
        since: $0.since.description, meaning: $0.meaning)
    }
  }

  /// The lines of the table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = features.map {
      [String($0.bit), $0.name, $0.loaderName.value == nil ? "-" : "yes", $0.since, $0.meaning]
    }
    return emphasized(
      Table([["bit", "name", "loaders", "since", "meaning"]] + rows).lines(), style)
  }
}
