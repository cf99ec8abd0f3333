// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The feature bits of a release, for `pvkit abi features`.
public struct FeatureListing: Sendable {
  public struct Entry: Encodable, Sendable {
    public let bit: Int
    public let name: String
    /// The token of a FEATURES note; null where loaders know none.
    public let loaderName: Nullable<String>
    public let since: String
    public let meaning: String
  }

  public let entries: [Entry]

  public init(release: XenRelease) {
    entries = XenFeature.all.filter { $0.since <= release }.map {
      Entry(
        bit: $0.bit, name: $0.name, loaderName: Nullable($0.loaderName),
        since: $0.since.description, meaning: $0.meaning)
    }
  }

  public func lines(style: Style) -> [String] {
    let rows = entries.map {
      [String($0.bit), $0.name, $0.loaderName.value == nil ? "-" : "yes", $0.since, $0.meaning]
    }
    return emphasized(
      Table([["bit", "name", "loaders", "since", "meaning"]] + rows).lines(), style)
  }
}
