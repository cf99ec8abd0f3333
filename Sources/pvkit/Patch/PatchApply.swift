// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension PatchCommand {
  /// Entries onto a tree.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "apply",
      abstract: "Put the kit on a tree: all of it, or nothing.",
      discussion: """
        What is there already stays, and is renewed when the kit is another one; what you changed \
        since in other lines goes along. An anchor that \
        does not stand in the tree exactly as the entry says is refused, with the nearest line.

        Examples:
          pvkit patch apply linux-2.6.18 && make -C linux-2.6.18 ARCH=x86_64 menuconfig
          pvkit patch apply --only toolchain --dry-run linux-2.6.16

        Exit codes: 0 applied, or already there; 2 usage; 3 refused, and nothing done.
        """)
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      let outcome = try arguments.work(filesAre: dryRun ? "to be written" : "written") {
        try $0.apply($1, isTrial: dryRun)
      }
      guard outcome.refusals.isEmpty else { throw ExitStatus.failed }
      let idle = outcome.idleGroups.joined(separator: ", ")
      if !idle.isEmpty { complain("pvkit: nothing for Linux \(outcome.release) in: \(idle)") }
      let only = arguments.choice.only
      let asked = outcome.entries.filter { only.isEmpty || only.contains($0.group) }
      guard asked.contains(where: { $0.state != .idle }) else {
        throw ExitStatus.failed
      }
    }
  }
}
