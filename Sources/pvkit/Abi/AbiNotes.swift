// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the ELF note types of a release.
  struct Notes: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "notes",
      abstract: "List the types of Xen's ELF notes.",
      discussion: """
        Example:
          pvkit abi notes --xen 4.20
        """)
    @OptionGroup var options: ModelOptions

    func run() throws {
      let listing = NoteTypeListing(release: options.xen)
      try options.show(listing, listing.lines)
    }
  }
}
