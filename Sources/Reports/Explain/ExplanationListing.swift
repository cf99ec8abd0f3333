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
  /// Of the report that was asked about; no key where there was none.
  public let finding: ReportedFinding?

  public init(_ entries: [Entry], of finding: ReportedFinding? = nil) {
    (self.entries, self.finding) = (entries, finding)
  }

  /// A heading for each.
  public var markdown: String {
    let head = finding.map { $0.lines(.plain).joined(separator: "\n") + "\n\n" } ?? ""
    return head + explanations
  }

  private var explanations: String {
    entries.map { entry in
      let severity = entry.severity.value.map { " (\($0.rawValue))" } ?? ""
      return "# \(entry.id)\(severity)\n\n\(entry.markdown)\n"
    }.joined(separator: "\n")
  }
}
