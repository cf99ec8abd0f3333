// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension PatchCommand {
  /// Entries off a tree.
  struct Revert: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revert",
      abstract: "Take the kit off a tree: every byte is as before.",
      discussion: """
        What you changed in other lines than the kit's stays. The files' times are new, so that \
        make builds again what came from them.

        Examples:
          pvkit patch revert linux-2.6.18
          pvkit patch revert --only xen --only x86_64 linux-2.6.18

        Exit codes: 0 reverted, or nothing was there; 2 usage; 3 refused, and nothing done.
        """)
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      let outcome = try arguments.work(filesAre: dryRun ? "to be written" : "written") {
        try $0.revert($1, isTrial: dryRun)
      }
      guard outcome.refusals.isEmpty else { throw ExitStatus.failed }
    }
  }
}
