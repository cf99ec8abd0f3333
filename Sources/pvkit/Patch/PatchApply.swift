// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine

extension PatchCommand {
  /// Entries onto a tree.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "apply",
      abstract: "Apply the kit to a source tree: all of it or nothing.",
      discussion: """
        Applied entries are kept, or refreshed if the kit changed. Your own changes to other lines \
        are kept. An entry whose anchor does not match exactly is refused, and the most similar line \
        is shown; there is no fuzz.

        --only takes groups and entries; what they require comes along, and is named. `pvkit patch \
        revert` without --only is the way back.

        Examples:
          pvkit patch apply linux-2.6.18 && make -C linux-2.6.18 ARCH=x86_64 menuconfig
          pvkit patch apply --only toolchain --dry-run linux-2.6.16

        Exit codes: 0 applied, or already applied; 2 usage error; 3 refused, with nothing changed.
        """)
    @Flag(help: "Show what would be done, but change nothing.") var dryRun = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      var choice: EntryChoice?
      let outcome = try arguments.work(
        filesAre: dryRun ? "to be written" : "written", done: dryRun ? nil : "the kit is applied"
      ) { bench, asked in
        choice = asked
        return try bench.apply(asked, isTrial: dryRun)
      }
      guard outcome.refusals.isEmpty else { throw ExitStatus.failed }
      let idle = outcome.idleGroups.joined(separator: ", ")
      if !idle.isEmpty { complain("pvkit: no entry for Linux \(outcome.release) in: \(idle)") }
      let asked = outcome.entries.filter { choice.contains($0.entry) }
      guard asked.contains(where: { !$0.state.isIdle }) else { throw ExitStatus.failed }
    }
  }
}
