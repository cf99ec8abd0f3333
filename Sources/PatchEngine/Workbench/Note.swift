// SPDX-License-Identifier: Apache-2.0

/// What is worth knowing of a tree, and no reason against it.
public struct Note: Sendable, Equatable, Encodable, CustomStringConvertible {
  private let text: String
  /// The files or entries that it is of; empty where the text says it all.
  private let names: [String]
  /// What to do about it; empty where the text says it.
  private let cure: String

  init(_ text: String, _ names: [String] = [], cure: String = "") {
    (self.text, self.names, self.cure) = (text, names, cure)
  }

  var hasNames: Bool { !names.isEmpty }

  /// With all of the names.
  public var description: String { shown(names.joined(separator: ", ")) }

  private func shown(_ names: String) -> String {
    text + (names.isEmpty ? "" : ": " + names) + (cure.isEmpty ? "" : "; " + cure)
  }

  /// With the first of the names, and how many more there are.
  public var short: String {
    guard names.count > Self.mostShown + 1 else { return description }
    return shown(
      names.prefix(Self.mostShown).joined(separator: ", ")
        + " and \(names.count - Self.mostShown) more")
  }

  private static let mostShown = 4

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
