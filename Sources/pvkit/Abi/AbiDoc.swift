// SPDX-License-Identifier: Apache-2.0

import AbiReference
import ArgumentParser
import Generators

extension AbiCommand {
  /// Writes the reference.
  struct Doc: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "doc",
      abstract: "Write the whole reference as Markdown pages and SVG pictures.",
      discussion: """
        The directory is written all at once: it is as before, or as asked.

        Example:
          pvkit abi doc --output Docs/abi
        """)
    @Option(name: .shortAndLong, help: "The directory; made when it is not there.")
    var output = "Docs/abi"
    @Flag(help: "Overwrite files that were edited; other files in the directory are kept.")
    var force = false

    func run() throws {
      try TreeWriter(directory: output, force: force).write(AbiReference.files())
    }
  }
}
