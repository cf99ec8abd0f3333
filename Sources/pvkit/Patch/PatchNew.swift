// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine

extension PatchCommand {
  /// Creates the file of a new entry.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Create the file of a new entry, with the next free number of its group.",
      discussion: """
        In series, the entry follows the others of its group, but precedes the Makefiles and the \
        Kconfig symbol that use it, with the guards that the whole group has. If most of \
        the group's edits depend on a symbol such as CONFIG_XEN, so does the example in the file. \
        Docs/patch-authors-guide.md describes the next steps.

        Examples:
          pvkit patch new --kit patches toolchain bits-of-glibc
          pvkit patch new --kit patches x86_64 perfctr

        Exit codes: 0 created, with its path printed; 2 usage error; 3 the file could not be written.
        """)
    @OptionGroup var kit: KitOption
    @Argument(help: "The group: a directory of the kit.") var group: String
    @Argument(help: "The name: lower-case letters, digits and -.") var name: String

    func run() throws {
      let kit = try kit.read()
      guard kit.groups.contains(group) else {
        throw ValidationError(
          "no group \"\(group)\"; the groups are: " + kit.groups.joined(separator: ", "))
      }
      guard !name.isEmpty else {
        throw ValidationError("the name is empty; give one of lower-case letters, digits and -")
      }
      guard Scaffold.isName(name) else {
        throw ValidationError(
          "the name \"\(name)\" has other characters than lower-case letters, digits and -")
      }
      if let other = kit.entries.first(where: { $0.group == group && $0.name == name[...] }) {
        throw ValidationError("the group has \(other.id) already; give the entry another name")
      }
      let scaffold = try Scaffold(kit, group: group, name: name)
      try scaffold.write()
      Exit.hasDone("\(scaffold.path) is written")
      print(scaffold.path)
    }
  }
}
