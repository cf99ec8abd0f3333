// SPDX-License-Identifier: Apache-2.0

/// A FEATURES string, split into tokens: `writable_page_tables|!auto_translated_physmap`.
public struct FeatureList: Sendable, Equatable, CustomStringConvertible {
  /// A token of the string.
  public struct Item: Sendable, Equatable, CustomStringConvertible {
    /// The name, without the `!`; it need not be a known feature.
    public let name: String
    /// Whether the guest requires the feature (`!name`).
    public let isRequired: Bool

    public var description: String { (isRequired ? "!" : "") + name }
  }

  /// The tokens in the order of the string.
  public let items: [Item]

  /// Splits a FEATURES string.
  public init(_ text: String) {
    items = text.split(separator: "|").map { token in
      let isRequired = token.hasPrefix("!")
      return Item(name: String(isRequired ? token.dropFirst() : token), isRequired: isRequired)
    }
  }

  public var description: String {
    items.map(\.description).joined(separator: " ")
  }
}
