// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

@main
struct Pvkit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pvkit",
    abstract: "Generate, check and boot paravirtualized guest kernels for Xen.",
    discussion: """
      Will each loader take this kernel, and if not, why?
        pvkit check /boot/vmlinuz
      What do its Xen notes say?
        pvkit notes vmlinux
      A small guest of your own, built and booted on a real Xen:
        pvkit generate guest --arch x86_64 --mode pv guest && make -C guest
        pvkit boot guest/guest.elf

      Exit codes: 0 clean, 1 findings, 2 usage, 3 could not do it.
      """,
    version: "0.1.0",
    subcommands: [
      CheckCommand.self, ExplainCommand.self, NotesCommand.self, CodeCommand.self,
      UnpackCommand.self,
      BootCommand.self,
      GenerateCommand.self, AbiCommand.self, PatchCommand.self,
    ])

  /// Parses, runs, and turns every way to end into one of the four exit codes.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
      Exit.now(.clean)
    } catch {
      Exit.now(because: error, in: self)
    }
  }
}
