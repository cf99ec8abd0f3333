// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateNotes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Generate the assembly of a PV guest's .note.Xen section.",
    discussion: """
      Example:
        pvkit generate notes -o notes.S
      """)
  @OptionGroup var output: OutputOption

  func run() throws { try output.write(Generate.notes()) }
}
