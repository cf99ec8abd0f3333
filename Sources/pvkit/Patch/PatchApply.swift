// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine

extension PatchCommand {
  /// Applies entries to a tree.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "apply",
      abstract: "Apply the kit to a source tree: all of it or nothing.",
      discussion: """
        Applied entries are kept, or renewed if the kit changed. Your own changes to other lines \
        are kept. An entry whose anchor does not match exactly is refused, and the most similar line \
        is shown; there is no fuzz.

        --only takes groups and entries; entries that they require are applied too, and listed. An \
        applied entry that is no longer for the tree, because the kit was changed or --arch names \
        another architecture, is removed and listed. `pvkit patch revert` without --only undoes it.

        Examples:
          pvkit patch apply linux-2.6.18 && make -C linux-2.6.18 ARCH=x86_64 menuconfig
          pvkit patch apply --only toolchain --dry-run linux-2.6.16

        Exit codes: 0 applied, or already applied; 2 usage error; 3 refused, or no chosen entry is for \
        this tree, with nothing changed.
        """)
    @Flag(help: "Show what would be done, file by file, but change nothing.") var dryRun = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      let outcome = try arguments.work(
        filesAre: dryRun ? "to be written or removed" : "written",
        done: dryRun ? nil : "the kit is applied"
      ) { try $0.apply($1, isTrial: dryRun) }
      if dryRun { arguments.list(filesOf: outcome) }
      guard outcome.refusals.isEmpty else { throw ExitStatus.failed }
      // Without --only, entries that are not for the tree are expected and need no message.
      guard !arguments.choice.only.isEmpty else { return }
      for reason in outcome.idleGroups { complain("pvkit: \(reason)") }
    }
  }
}
