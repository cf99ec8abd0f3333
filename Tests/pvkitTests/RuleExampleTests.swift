// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import Foundation
import Testing

/// What `pvkit explain` shows as wrong is found, and what it shows as right is not.
@Suite struct RuleExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: any Rule.Type
    var testDescription: String { rule.id }
  }

  @Test(arguments: Rules.all.map { Case(rule: $0) })
  func theWrongSideIsFoundAndTheRightOneIsNot(_ one: Case) throws {
    let (rule, example) = (one.rule, one.rule.example)
    #expect(try Self.rules(in: example, example.wrong).contains(rule.id))
    #expect(try !Self.rules(in: example, example.right).contains(rule.id))
  }

  /// The guest that examples change has nothing wrong with it.
  @Test func theFrameIsClean() throws {
    let example = Phys32Missing.example
    #expect(try Self.rules(in: example, example.right) == [])
  }

  @Test func explainShowsIt() throws {
    for rule in Rules.all {
      let text = try pvkit("explain", rule.id).output
      #expect(text.contains("Example, in a guest that is right"), "\(rule.id)")
      let first = (rule.example.wrong.lines + rule.example.wrong.commands)
        .split(separator: "\n").first
      #expect(first.map { text.contains($0) } ?? true, "\(rule.id)")
    }
  }

  /// The rules that find something in one side of an example.
  private static func rules(
    in example: RuleExample, _ side: RuleExample.Side
  ) throws -> Set<String> {
    try Places.withScratchFolder { folder in
      let guest = ExampleGuest(example, side)
      for (name, text) in guest.files {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      let built = try Command.run(["sh", "-ec", "cd \(folder)\n" + guest.commands])
      try #require(built.status == 0, "\(built.errors)")
      let words = side.arguments.split(separator: " ").map(String.init)
      let check = try Command.run(
        [Places.pvkit, "check", "--format", "json"] + words + [folder + "/guest"])
      let findings = try #require(check.document()["findings"] as? [[String: Any]])
      return Set(findings.compactMap { $0["rule"] as? String })
    }
  }
}
