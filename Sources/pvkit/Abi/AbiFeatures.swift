// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the feature bits of a release.
  struct Features: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "features",
      abstract: "List the feature bits (XENFEAT_*).",
      discussion: """
        Example:
          pvkit abi features --format json
        """)
    @OptionGroup var options: ModelOptions

    func run() throws {
      let listing = FeatureListing(release: options.xen)
      try options.show(listing, listing.lines)
    }
  }
}
