// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import PatchEngine

extension PatchCommand {
  /// An entry to be filled in.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Begin a new entry: a file to fill in, with the group's next number.",
      discussion: """
        Docs/patch-authors-guide.md goes on from here.

        Example:
          pvkit patch new --kit patches toolchain bits-of-glibc

        Exit codes: 0 written, and its path printed; 2 usage; 3 it could not be written.
        """)
    @OptionGroup var kit: KitOption
    @Argument(help: "The group.") var group: String
    @Argument(help: "What to call it: small letters, digits and -.") var name: String

    func run() throws {
      let scaffold = try Scaffold(kit.read(), group: group, name: name)
      try RealDisk().makeFolder(scaffold.folder)
      try FileWriter.write(scaffold.text, to: scaffold.path)
      print(scaffold.path)
    }
  }
}
