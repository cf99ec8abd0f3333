// SPDX-License-Identifier: Apache-2.0

/// A feature bit that Xen and a guest negotiate (`XENFEAT_*`, public/features.h).
public struct XenFeature: Sendable {
  /// The bit's number, counted through all submaps of 32 bits.
  public let bit: Int
  /// The name in the header, without its prefix: `writable_page_tables`.
  public let name: String
  /// The first release that has it.
  public let since: XenRelease
  /// The name by which loaders know the feature in a FEATURES string; nil if they do not know it
  /// (elf_xen_feature_names, common/libelf/libelf-dominfo.c@4.17).
  public let loaderName: String?
  /// What the bit means, in one sentence.
  public let meaning: String

  /// False if the headers mention the bit in a comment only.
  public let isDefined: Bool

  /// The macro in the header.
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

  /// The feature that a loader recognizes by a token of a FEATURES string; nil for an unknown
  /// token.
  public static func named(byLoader name: String) -> XenFeature? {
    byLoaderName[name]
  }

  private static let byLoaderName = Dictionary(
    all.compactMap { feature in feature.loaderName.map { ($0, feature) } }
  ) { first, _ in first }
}
