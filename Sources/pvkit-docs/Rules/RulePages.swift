// SPDX-License-Identifier: Apache-2.0

import Generators

/// Docs/rules: a page for each rule, and an index.
struct RulePages {
  let files: [GeneratedFile]

  init(_ package: String) throws {
    let sources = try RuleSource.all(of: package)
    files = sources.map(Self.page) + [Self.index(sources)]
  }

  private static func page(_ source: RuleSource) -> GeneratedFile {
    let rule = source.rule
    return GeneratedFile(
      path: "Docs/rules/\(rule.id).md",
      text: "# \(rule.id)\n\nSeverity: \(rule.severityWords)\n\n\(source.explanation)\n\n"
        + rule.example.markdown + "\n")
  }

  private static func index(_ sources: [RuleSource]) -> GeneratedFile {
    let rows = sources.map { source in
      let (id, severity) = (source.rule.id, source.rule.severityWords)
      return "|[\(id)](\(id).md)|\(severity)|\(source.summary)|\n"
    }
    return GeneratedFile(
      path: "Docs/rules/README.md",
      text: """
        # Rules

        What `pvkit check` reports besides the loaders' verdicts, with the severities that its findings can
        have. An error means that the guest is not loaded or dies; a warning, that it works only by luck or
        because one loader is lenient; a note is worth knowing. `pvkit explain RULE` prints these pages.

        |rule|severity|what is wrong|
        |--|--|--|

        """ + rows.joined())
  }
}
