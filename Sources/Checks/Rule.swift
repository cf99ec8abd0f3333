// SPDX-License-Identifier: Apache-2.0

import Base

/// A defect that an image can have. Each rule has a file and a test file of the same name.
///
/// The type's doc comment is the explanation that `pvkit explain` prints and Docs/rules contains.
/// Its first paragraph is the line in a listing.
public protocol Rule: Sendable {
  /// The stable ID, the type's name in kebab-case: `note-owner`.
  static var id: String { get }
  /// The highest severity of the rule's findings.
  static var severity: Severity { get }
  /// The lower severities that its findings can have too, most severe first. (default: none)
  static var lesserSeverities: [Severity] { get }
  /// A minimal example of the defect.
  static var example: RuleExample { get }
  /// The defects of `subject` that the rule finds, in the order of their places.
  static func check(_ subject: Subject) -> [Finding]
}

extension Rule {
  public static var lesserSeverities: [Severity] { [] }

  /// The severities that the rule's findings can have, most severe first.
  public static var severities: [Severity] { [severity] + lesserSeverities }

  /// The severities in words: `error or warning`.
  public static var severityWords: String { severities.words }

  /// The whole explanation, in Markdown.
  public static var explanation: String { Explanations.text[id] ?? "" }

  /// The explanation's first paragraph as one line, for a listing.
  public static var summary: String {
    explanation.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.joined(separator: " ")
  }

  /// Makes a finding of this rule.
  ///
  /// - Parameters:
  ///   - severity: nil for the rule's severity.
  ///   - isMendable: nil for whether the rule is a `MendingRule`.
  static func finding(
    _ message: Message, at place: Place = Place(), _ severity: Severity? = nil,
    isMendable: Bool? = nil
  ) -> Finding {
    Finding(
      rule: id, severity: severity ?? self.severity, message: message.text, place: place,
      isMendable: isMendable ?? (self is any MendingRule.Type))
  }
}
