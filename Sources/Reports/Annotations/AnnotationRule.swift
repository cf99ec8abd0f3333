// SPDX-License-Identifier: Apache-2.0

import Base
import Checks

/// The description of an annotation's rule. A run declares all its rules, including those without
/// findings.
public struct AnnotationRule: Sendable {
  /// The stable id: `note-owner`.
  public let id: String
  /// The worst severity of its findings.
  public let level: Severity
  /// The severities that its findings can have, most severe first, before a user sets one.
  public let severities: [Severity]
  /// One line that says what is wrong.
  public let summary: String
  /// The whole explanation, in Markdown.
  public let help: String
  /// A minimal example, wrong and right, in Markdown.
  public let example: String

  /// - Parameters:
  ///   - lesser: the lower severities that its findings can have, too.
  ///   - help: nil to use the summary.
  init(
    _ id: String, _ level: Severity, _ summary: String, lesser: [Severity] = [],
    help: String? = nil, example: String
  ) {
    self.id = id
    self.level = level
    severities = [level] + lesser
    self.summary = summary
    self.help = help ?? summary
    self.example = example
  }

  /// A rule of `pvkit check`, with its explanation from `pvkit explain`.
  init(_ rule: any Rule.Type) {
    self.init(
      rule.id, rule.severity, rule.summary, lesser: rule.lesserSeverities, help: rule.explanation,
      example: rule.example.markdown)
  }
}
