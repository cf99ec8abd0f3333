// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `pvkit patch …`: a kernel's source tree, and the kit that makes a guest of it.
struct PatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch",
    abstract: "Make a guest of a vanilla Linux 2.6 source tree.",
    discussion: """
      The release is read from the tree's Makefile. A command does all that it is asked, or \
      nothing; killed halfway, the next one ends its work. What is applied stands in TREE/.pvkit.

      Examples:
        pvkit patch status linux-2.6.18    what fits, what is there
        pvkit patch apply linux-2.6.18     all of it
        pvkit patch revert linux-2.6.18    every byte as before
        pvkit patch explain                what the kit does, and why

      Exit codes: 0 done; 1 findings (status); 2 usage; 3 refused, and nothing done.
      """,
    subcommands: [
      Status.self, Apply.self, Revert.self, Export.self, Explain.self, Check.self, New.self,
    ])
}
