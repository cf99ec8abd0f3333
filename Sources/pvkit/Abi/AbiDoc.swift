// SPDX-License-Identifier: Apache-2.0

import AbiReference
import ArgumentParser

extension AbiCommand {
  /// Writes the ABI reference.
  struct Doc: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "doc",
      abstract: "Write the ABI reference as Markdown pages and SVG pictures.",
      discussion: """
        If writing fails, the directory is unchanged.

        Example:
          pvkit abi doc --output abi
        """)
    @Option(name: .shortAndLong, help: "The directory; created if necessary.")
    var output = "Docs/abi"
    @OptionGroup var force: ForceOption

    func run() throws {
      try GeneratedTree(directory: output, force: force.force, maker: "pvkit abi doc")
        .write(AbiReference.files())
    }
  }
}
