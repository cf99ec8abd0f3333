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
    /// The severities that findings of the rule can have, most severe first; empty for a class of
    /// instructions.
    public let severities: [Severity]
    /// The whole explanation, in Markdown; the first paragraph is one sentence.
    public let markdown: String

    public init(id: String, severities: [Severity], markdown: String) {
      self.id = id
      severity = Nullable(severities.first)
      self.severities = severities
      self.markdown = markdown
    }

    /// The heading: `note-owner (error or warning)`.
    public var heading: String { severities.isEmpty ? id : "\(id) (\(severities.words))" }
  }

  /// The explanations; the best match first.
  public let entries: [Entry]
  /// The finding of a report to explain; no key if none was given.
  public let finding: ReportedFinding?
  /// The images of a report that could not be checked; no key if no whole report was given.
  public let unchecked: [FailureReport]?

  public init(
    _ entries: [Entry], of finding: ReportedFinding? = nil, unchecked: [FailureReport]? = nil
  ) {
    (self.entries, self.finding, self.unchecked) = (entries, finding, unchecked)
  }

  /// The explanations as Markdown, each with a heading. The finding or the images that could not be
  /// checked precede them.
  public var markdown: String {
    let head = finding.map { $0.lines(.plain).joined(separator: "\n") + "\n\n" } ?? ""
    return head + failures + explanations
  }

  /// A list in Markdown; empty if all images were checked.
  private var failures: String {
    guard let unchecked, !unchecked.isEmpty else { return "" }
    let items = unchecked.map { "- \($0.text.printable)\n" }.joined()
    let head = "\(counted(unchecked.count, "image")) could not be checked:\n\n"
    return head + items + (entries.isEmpty ? "" : "\n")
  }

  private var explanations: String {
    entries.map { "# \($0.heading)\n\n\($0.markdown)\n" }.joined(separator: "\n")
  }
}
