// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checks

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule of `pvkit check`: what is wrong, who rejects it, and the fix.",
    discussion: """
      Examples:
        pvkit explain             list all rules
        pvkit explain note-owner  explain one rule

      Exit codes: 0 explained; 2 there is no such rule.
      """)

  @Argument(
    help: "The id of a rule; without it, all rules are listed.",
    completion: .list(Rules.all.map { $0.id }))
  var rule: String?

  func run() throws {
    guard let rule else { return print(lines: Rules.all.map(Self.line)) }
    guard let known = Rules.named(rule) else {
      complain(
        "pvkit: no rule \"\(rule)\"; nearest: " + Rules.nearest(to: rule).joined(separator: ", "))
      throw ExitStatus.usage
    }
    print("\(known.id) (\(known.severity.rawValue))\n\n\(known.explanation)")
  }

  /// `note-owner                error    A note that …`
  private static func line(_ rule: any Rule.Type) -> String {
    let width = Rules.all.map { $0.id.count }.max() ?? 0
    return pad(rule.id, width) + "  " + pad(rule.severity.rawValue, 7) + "  " + rule.summary
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
