// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `pvkit patch …`: works on a kernel's source tree with the kit that turns it into a Xen guest.
struct PatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch",
    abstract: "Turn a vanilla Linux 2.6 source tree into a Xen guest, and back.",
    discussion: """
      The release is read from the tree's Makefile. Each command does everything or nothing; if it \
      is killed in the middle, the next command first undoes what it left. TREE/.pvkit records what \
      is applied.

      Examples:
        pvkit patch status linux-2.6.18    what is applied, what fits
        pvkit patch apply linux-2.6.18     apply the kit
        pvkit patch revert linux-2.6.18    restore every byte
        pvkit patch show                   what the kit changes, and why

      Exit codes: 0 done; 1 findings (status, audit); 2 usage error; 3 refused, with nothing changed.
      """,
    subcommands: [
      Status.self, Apply.self, Revert.self, Export.self, Explain.self, Check.self, LockRelease.self,
      Prove.self,
      New.self,
    ])
}
