// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base

extension PatchCommand {
  /// Removes entries from a tree.
  struct Revert: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revert",
      abstract: "Remove the kit and restore the original files byte for byte.",
      discussion: """
        --only takes groups and entries; entries that require them are removed too. Entries that they \
        required themselves are kept, and listed.

        Without --only, the record in the tree is sufficient; the kit is not needed. Your own changes \
        to other lines are kept, and so are the modes of files. The files get new modification times, so that make \
        rebuilds what depends on them.

        Examples:
          pvkit patch revert linux-2.6.18
          pvkit patch revert --only xen --only x86_64 linux-2.6.18

        Exit codes: 0 reverted, or nothing was applied; 2 usage error; 3 refused, with nothing changed.
        """)
    @Flag(help: "Show what would be done, file by file, but change nothing.") var dryRun = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      if !arguments.choice.arch.isEmpty {
        complain(
          "pvkit: note: --arch is ignored: entries are removed for all architectures"
        )
      }
      let outcome = try arguments.work(
        filesAre: dryRun ? "to be written or removed" : "written", isRemoval: true,
        done: dryRun ? nil : "the kit is removed"
      ) { try $0.revert($1, isTrial: dryRun) }
      if dryRun { arguments.list(filesOf: outcome) }
      guard outcome.refusals.isEmpty else { throw ExitStatus.failed }
      if !dryRun, MissingOptions.remove(from: arguments.tree, with: outcome.removed) {
        let list = "\(arguments.tree)/\(MissingOptions.file)"
        complain("pvkit: note: \(list): removed; a build with the kit wrote it".printable)
      }
    }
  }
}
