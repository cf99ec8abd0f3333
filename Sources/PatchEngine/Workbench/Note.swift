// SPDX-License-Identifier: Apache-2.0

/// Information about a tree that does not prevent a command.
public struct Note: Sendable, Equatable, Encodable, CustomStringConvertible {
  private let text: String
  /// The files or entries that the note is about; empty if the text is complete.
  private let names: [String]
  /// How to fix it; empty if the text itself says so.
  private let cure: String

  init(_ text: String, _ names: [String] = [], cure: String = "") {
    (self.text, self.names, self.cure) = (text, names, cure)
  }

  var hasNames: Bool { !names.isEmpty }

  /// The note with all names.
  public var description: String { shown(names.joined(separator: ", ")) }

  private func shown(_ names: String) -> String {
    text + (names.isEmpty ? "" : ": " + names) + (cure.isEmpty ? "" : "; " + cure)
  }

  /// The note with the first names and the number of the others.
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
