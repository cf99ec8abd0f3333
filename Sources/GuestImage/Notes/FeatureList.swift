// SPDX-License-Identifier: Apache-2.0

/// A FEATURES string, split: `writable_page_tables|!auto_translated_physmap`.
public struct FeatureList: Sendable, Equatable, CustomStringConvertible {
  /// One token of the string.
  public struct Item: Sendable, Equatable, CustomStringConvertible {
    /// Without the `!`; it need not be a name that anybody knows.
    public let name: String
    /// `!name`: the guest cannot run without it.
    public let isRequired: Bool

    public var description: String { (isRequired ? "!" : "") + name }
  }

  /// In the string's order.
  public let items: [Item]

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
