// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine

extension PatchCommand {
  /// An entry to be filled in.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Create the file of a new entry, with the next free number of its group.",
      discussion: """
        Docs/patch-authors-guide.md describes the next steps.

        Example:
          pvkit patch new --kit patches toolchain bits-of-glibc

        Exit codes: 0 created, with its path printed; 2 usage error; 3 the file could not be written.
        """)
    @OptionGroup var kit: KitOption
    @Argument(help: "The group: a directory of the kit.") var group: String
    @Argument(help: "The name: lower-case letters, digits and -.") var name: String

    func run() throws {
      let kit = try kit.read()
      guard kit.groups.contains(group) else {
        throw ValidationError(
          "no group \"\(group)\"; there is: " + kit.groups.joined(separator: ", "))
      }
      guard Scaffold.isName(name) else {
        throw ValidationError("the name \"\(name)\" has more than lower-case letters, digits and -")
      }
      let scaffold = try Scaffold(kit, group: group, name: name)
      try scaffold.write()
      print(scaffold.path)
    }
  }
}
