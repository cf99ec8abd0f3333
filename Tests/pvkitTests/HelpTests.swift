// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// What the help of each command says, by the argument parser's own list of them.
@Suite struct HelpTests {
  @Test func everyCommandShowsHowItIsCalled() throws {
    let dump = try pvkit("--experimental-dump-help")
    let tool = try JSONDecoder().decode(Tool.self, from: Data(dump.output.utf8))
    let commands = tool.command.all(below: [])
    #expect(commands.count > 10)
    for (name, help) in commands where name != "pvkit help" {
      #expect(help.contains("  \(name) ") || help.contains("  \(name)\n"), "\(name)")
    }
  }

  private struct Tool: Decodable { let command: Node }

  private struct Node: Decodable {
    let commandName: String
    let discussion: String?
    let subcommands: [Node]?

    /// This command and those below it, by their full names.
    func all(below path: [String]) -> [(name: String, help: String)] {
      let path = path + [commandName]
      return [(path.joined(separator: " "), discussion ?? "")]
        + (subcommands ?? []).flatMap { $0.all(below: path) }
    }
  }
}
