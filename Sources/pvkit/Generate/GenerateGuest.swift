// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import HypervisorABI

struct GenerateGuest: ParsableCommand {
  enum Entry: String, ExpressibleByArgument, CaseIterable { case page, direct }

  static let configuration = CommandConfiguration(
    commandName: "guest",
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
  @Option(help: "Its way into Xen: page or direct.") var entry = Entry.page
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
      .write(Generate.guest(kind, for: release.xen, direct: entry == .direct))
  }
}
