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

  /// The help of what is not there is not that of something else.
  @Test(arguments: [
    (["nosuch"], "pvkit: there is no command nosuch"), (["chck"], "nearest: check"),
    (["patch", "prov"], "no command prov; nearest: prove"), (["check", "x"], "no command x"),
  ]) func helpOfNothing(_ words: [String], _ answer: String) throws {
    let result = try Command.run([Places.pvkit, "help"] + words)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(answer), "\(result.errors)")
  }

  /// A command that is not there, with the one that was meant.
  @Test(arguments: [
    (["chek"], "pvkit: there is no command chek; nearest: check\n"),
    (["abi", "verfy", "x"], "pvkit: there is no command verfy; nearest: verify\n"),
    (["patch", "aply", "--kit"], "pvkit: there is no command aply; nearest: apply\n"),
    (["vmlinux"], "pvkit: there is no command vmlinux\n"),
  ]) func aCommandThatIsNotThere(_ words: [String], _ answer: String) throws {
    let result = try Command.run([Places.pvkit] + words)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors == answer)
  }

  /// A command with a default takes other words as the default's arguments.
  @Test func theDefaultTakesOtherWords() throws {
    let result = try pvkit("notes", "lst")
    #expect(result.status == 3 && result.errors.contains("lst: No such file"), "\(result.errors)")
  }

  @Test(arguments: [[], ["check"], ["patch", "prove"], ["code"], ["abi", "check"]])
  func helpOfACommand(_ words: [String]) throws {
    let result = try Command.run([Places.pvkit, "help"] + words)
    #expect(result.status == 0)
    #expect(try result.output == Command.run([Places.pvkit] + words + ["--help"]).output)
    // A line that was joined by hand has a hole.
    for line in result.output.split(separator: "\n") where words == ["check"] {
      #expect(!line.contains("each   "), "\(line)")
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
