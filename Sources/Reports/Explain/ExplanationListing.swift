// SPDX-License-Identifier: Apache-2.0

import Base

/// What `pvkit explain` says, for `--format json` and `md`; its JSON form is a contract.
public struct ExplanationListing: JsonDocument {
  public static let form = JsonForm.explain

  public struct Entry: Encodable, Sendable {
    /// `note-owner`, or the name of a class of instructions.
    public let id: String
    /// The worst that it says; null for a class of instructions, of which it depends on the place.
    public let severity: Nullable<Severity>
    /// All there is to say, in Markdown; the first paragraph says it in a sentence.
    public let markdown: String

    public init(id: String, severity: Severity?, markdown: String) {
      self.id = id
      self.severity = Nullable(severity)
      self.markdown = markdown
    }
  }

  /// The most fitting first.
  public let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// A heading for each.
  public var markdown: String {
    entries.map { entry in
      let severity = entry.severity.value.map { " (\($0.rawValue))" } ?? ""
      return "# \(entry.id)\(severity)\n\n\(entry.markdown)\n"
    }.joined(separator: "\n")
  }
}
