// SPDX-License-Identifier: Apache-2.0

import Base
import Checks

/// What an annotation's rule is about. A run declares all of them, those that found nothing too.
public struct AnnotationRule: Sendable {
  /// Stable: `note-owner`.
  public let id: String
  /// The worst that it says.
  public let level: Severity
  /// One line.
  public let summary: String
  /// All there is to say, in Markdown.
  public let help: String
  /// The least that is wrong, and how it is right, in Markdown.
  public let example: String

  /// - Parameter help: nil where the summary is all.
  init(
    _ id: String, _ level: Severity, _ summary: String, help: String? = nil, example: String
  ) {
    self.id = id
    self.level = level
    self.summary = summary
    self.help = help ?? summary
    self.example = example
  }

  /// A rule of `pvkit check`, with what `pvkit explain` says of it.
  init(_ rule: any Rule.Type) {
    self.init(
      rule.id, rule.severity, rule.summary, help: rule.explanation, example: rule.example.markdown)
  }
}
