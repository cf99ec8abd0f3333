// SPDX-License-Identifier: Apache-2.0

/// A bit of the features that Xen and a guest agree on (`XENFEAT_*`, public/features.h).
public struct XenFeature: Sendable {
  /// Bit number, counted through all submaps of 32.
  public let bit: Int
  /// The header's name without its prefix: `writable_page_tables`.
  public let name: String
  /// The release that brought it.
  public let since: XenRelease
  /// The name that loaders know in a FEATURES string; nil where they know none
  /// (elf_xen_feature_names, common/libelf/libelf-dominfo.c@4.17).
  public let loaderName: String?
  /// What it means, in one sentence.
  public let meaning: String

  /// False for a bit that the headers name in a comment only.
  public let isDefined: Bool

  /// The header's name.
  public var macro: String { "XENFEAT_" + name }

  init(
    _ bit: Int, _ name: String, since: XenRelease, loaderName: String? = nil,
    isDefined: Bool = true, _ meaning: String
  ) {
    self.isDefined = isDefined
    self.bit = bit
    self.name = name
    self.since = since
    self.loaderName = loaderName
    self.meaning = meaning
  }

  /// The feature that a loader takes a FEATURES token for.
  public static func named(byLoader name: String) -> XenFeature? {
    byLoaderName[name]
  }

  private static let byLoaderName = Dictionary(
    all.compactMap { feature in feature.loaderName.map { ($0, feature) } }
  ) { first, _ in first }
}
