// SPDX-License-Identifier: Apache-2.0

import Base

/// One thing that can be wrong with an image. A file and a test file of the same name each.
///
/// The type's doc comment is the explanation that `pvkit explain` prints and Docs/rules holds: its
/// first paragraph is the line of a listing.
public protocol Rule: Sendable {
  /// Stable, the type's name in kebab-case: `note-owner`.
  static var id: String { get }
  /// The worst that it reports.
  static var severity: Severity { get }
  /// What it is about, at its least.
  static var example: RuleExample { get }
  /// What is wrong with `subject` by this rule, in the order of the places.
  static func check(_ subject: Subject) -> [Finding]
}

extension Rule {
  /// The whole explanation, in Markdown.
  public static var explanation: String { Explanations.text[id] ?? "" }

  /// One line for a listing: the explanation's first paragraph.
  public static var summary: String {
    explanation.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.joined(separator: " ")
  }

  /// A finding of this rule; as severe as the rule, and mended when it mends, when nothing else is
  /// said.
  static func finding(
    _ message: Message, at place: Place = Place(), _ severity: Severity? = nil,
    isMendable: Bool? = nil
  ) -> Finding {
    Finding(
      rule: id, severity: severity ?? self.severity, message: message.text, place: place,
      isMendable: isMendable ?? (self is any MendingRule.Type))
  }
}
