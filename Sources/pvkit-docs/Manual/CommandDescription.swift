// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials

/// A command as described by `pvkit --experimental-dump-help`, in version 0 of the argument
/// parser's format.
struct CommandDescription: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
  }

  let commandName: String
  let aliases: [String]?
  let superCommands: [String]?
  let abstract: String?
  let discussion: String?
  let defaultSubcommand: String?
  let shouldDisplay: Bool
  let subcommands: [CommandDescription]?
  let arguments: [Argument]?

  /// The words of the command, such as `pvkit abi diff`.
  var path: [String] { (superCommands ?? []) + [commandName] }

  /// The subcommands that users see.
  var visible: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// Reads the description of a `pvkit` program.
  static func read(from pvkit: String) throws -> CommandDescription {
    struct Dump: Decodable { let command: CommandDescription }
    let text = try output(of: [pvkit, "--experimental-dump-help"])
    return try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
  }

  /// The standard output of a command, which must succeed.
  static func output(of command: [String]) throws -> String {
    struct Failed: Error, CustomStringConvertible { let description: String }
    let result = try Command.run(command)
    guard result.status == 0 else {
      throw Failed(description: command.joined(separator: " ") + ": " + result.errors)
    }
    return result.output
  }
}
