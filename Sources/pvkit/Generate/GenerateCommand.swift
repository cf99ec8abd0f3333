// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators

/// `pvkit generate …`: generates files for kernels from the model of the ABI.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generate notes, hypercall shims, interface headers, or a complete small guest.",
    discussion: """
      Examples:
        pvkit generate guest --arch x86_64 --mode pv DIR && make -C DIR
        pvkit generate shims --arch i386 --entry direct -o hypercall.h
        pvkit generate headers --xen 4.11 -o xen.h

      Exit codes: 0 written; 2 usage error; 3 the description is wrong, or a file could not be written.
      """,
    subcommands: [
      GenerateGuest.self, GenerateNotes.self, GenerateShims.self, GenerateEntry.self,
      GenerateHeaders.self,
    ])
}

/// `-o FILE`, where the generated file is written.
struct OutputOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "The file to write; - is standard output. (default: standard output)",
    completion: .file())
  var output: String?

  func write(_ file: GeneratedFile) throws { try write(file.text) }

  func write(_ text: String) throws { try Output.write(text, to: output ?? Output.standard) }
}
