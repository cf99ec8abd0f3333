// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import Testing

/// The rules' doc comments are the only source of what `pvkit explain` and Docs/rules say.
@Suite struct ExplanationsTests {
  @Test func generatedSourceIsCurrent() throws {
    let entries = try RuleSource.all().map { source in
      "    \"\(id(source))\": #\"\"\"\n" + indented(source.explanation) + "\n      \"\"\"#,\n"
    }
    try expectRecorded(
      "Sources/Checks/Generated/Explanations.swift",
      """
      // SPDX-License-Identifier: Apache-2.0
      // Generated from the rules' doc comments: PVKIT_RECORD=1 swift test --filter Explanations
      // swift-format-ignore-file

      enum Explanations {
        static let text: [String: String] = [

      """ + entries.joined() + "  ]\n}\n")
  }

  @Test func pagesAreCurrent() throws {
    for source in try RuleSource.all() {
      guard let rule = Rules.all.first(where: { String(describing: $0) == source.name }) else {
        continue
      }
      let page = "# \(rule.id)\n\nSeverity: \(rule.severity.rawValue)\n\n\(source.explanation)\n"
      try expectRecorded("Docs/rules/\(rule.id).md", page)
    }
  }

  @Test func indexIsCurrent() throws {
    let rows = try RuleSource.all().map { source in
      let severity = Rules.named(id(source))?.severity.rawValue ?? ""
      return
        "|[\(id(source))](\(id(source)).md)|\(severity)|\(firstParagraph(source.explanation))|\n"
    }
    let head = """
      # Rules

      What `pvkit check` finds beyond the loaders' verdicts. Severity is the worst that a rule
      reports: an error does not boot or dies, a warning works by luck or by one loader's leniency,
      a note is worth knowing. `pvkit explain RULE` prints these pages.

      |rule|severity|what is wrong|
      |--|--|--|

      """
    try expectRecorded("Docs/rules/README.md", head + rows.joined())
  }

  @Test func noPageIsLeftOver() throws {
    let found = try Command.run(["ls", Places.package + "/Docs/rules"])
    let pages = Set(found.output.split(separator: "\n").map(String.init))
    #expect(pages == Set(Rules.all.map { $0.id + ".md" } + ["README.md"]))
  }

  @Test func eachTellsWhoMindsAndTheCure() {
    let parts = ["**Who minds:**", "**Cure:**", "```"]
    let incomplete = Rules.all.filter { rule in
      !parts.allSatisfy(rule.explanation.contains) || !rule.summary.hasSuffix(".")
    }
    #expect(incomplete.map { $0.id }.isEmpty)
  }

  private func id(_ source: RuleSource) -> String {
    Rules.all.first { String(describing: $0) == source.name }?.id ?? source.name
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "      " + $0 }.joined(separator: "\n")
  }

  private func firstParagraph(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.joined(separator: " ")
  }
}
