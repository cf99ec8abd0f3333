// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import Glibc
import HypervisorABI

/// `pvkit generate …`: files for kernels, from the model of the ABI.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generate a guest, or its notes, hypercall shims and interface header.",
    discussion: """
      Examples:
        pvkit generate guest --arch x86_64 --mode pv DIR && make -C DIR
        pvkit generate headers --xen 4.11 -o xen.h

      Exit codes: 0 written; 2 usage; 3 it could not be written.
      """,
    subcommands: [Guest.self, Notes.self, Shims.self, Headers.self])

  struct Guest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Generate a self-contained tree: make in it gives guest.elf.",
      discussion: """
        The guest runs as the initial domain and as any other, exercises its hypercalls, prints \
        TAP lines and shuts itself down. DIR is written all at once: it is as before, or as asked. \
        A second run replaces the whole tree; what make left in it (*.o, guest.elf) is deleted.

        Example:
          pvkit generate guest DIR && make -C DIR && pvkit boot DIR/guest.elf
        """)

    @Option(help: "The processor: x86_64.") var arch = "x86_64"
    @Option(help: "How it runs: pv.") var mode = "pv"
    @OptionGroup var release: ReleaseOption
    @Flag(help: "Overwrite files that were edited; other files in DIR are kept.")
    var force = false
    @Argument(help: "The directory; made when it is not there.") var dir: String

    func validate() throws {
      guard kind != nil else {
        let known = Generate.GuestKind.all.map { "--arch \($0.architecture) --mode \($0.mode)" }
        throw ValidationError(
          "No guest for --arch \(arch) --mode \(mode); there is: \(known.joined(separator: ", "))")
      }
      let oldest = Generate.GuestKind.oldestRelease
      guard release.xen >= oldest else {
        throw ValidationError("The guest needs the interface of Xen \(oldest) or later")
      }
    }

    private var kind: Generate.GuestKind? { .named(architecture: arch, mode: mode) }

    func run() throws {
      guard let kind else { return }
      try TreeWriter(directory: dir, force: force)
        .write(Generate.guest(kind, for: release.xen))
    }
  }

  struct Notes: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Generate the assembly of a PV guest's .note.Xen section.",
      discussion: """
        Example:
          pvkit generate notes -o notes.S
        """)
    @OptionGroup var output: OutputOption

    func run() throws { try output.write(Generate.notes()) }
  }

  struct Shims: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Generate typed C functions of the hypercalls of a 64-bit PV guest.",
      discussion: """
        Example:
          pvkit generate shims --xen 4.17 -o hypercall.h
        """)
    @OptionGroup var release: ReleaseOption
    @OptionGroup var output: OutputOption

    func run() throws { try output.write(Generate.shims(for: release.xen)) }
  }

  struct Headers: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Generate a release's interface as one C header for i386 and x86_64.",
      discussion: """
        Example:
          pvkit generate headers --xen 4.17 -o xen.h
        """)
    @OptionGroup var release: ReleaseOption
    @OptionGroup var output: OutputOption

    func run() throws { try output.write(Generate.header(for: release.xen)) }
  }
}

/// `-o FILE`.
struct OutputOption: ParsableArguments {
  @Option(name: .shortAndLong, help: "Write to this file rather than to standard output.")
  var output: String?

  func write(_ file: GeneratedFile) throws {
    if let output { return try FileWriter.write(file.text, to: output) }
    print(file.text, terminator: "")
  }
}
