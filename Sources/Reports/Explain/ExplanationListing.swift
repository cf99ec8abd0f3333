// SPDX-License-Identifier: Apache-2.0

import Base

/// The output of `pvkit explain --format json` and `md`; its JSON form is a contract.
public struct ExplanationListing: JsonDocument {
  public static let form = JsonForm.explain

  public struct Entry: Encodable, Sendable {
    /// The rule's id, `note-owner`, or the name of a class of instructions.
    public let id: String
    /// The worst severity of the rule; null for a class of instructions, whose severity depends on
    /// the place.
    public let severity: Nullable<Severity>
    /// The whole explanation, in Markdown; the first paragraph is one sentence.
    public let markdown: String

    public init(id: String, severity: Severity?, markdown: String) {
      self.id = id
      self.severity = Nullable(severity)
      self.markdown = markdown
    }
  }

  /// The explanations; the best match first.
  public let entries: [Entry]
  /// The finding of a report to explain; no key if none was given.
  public let finding: ReportedFinding?

  public init(_ entries: [Entry], of finding: ReportedFinding? = nil) {
    (self.entries, self.finding) = (entries, finding)
  }

  /// The explanations as Markdown, each with a heading.
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
