// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the XenStore keys of a release.
  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keys",
      abstract: "List the XenStore keys that guests, back ends and the toolstack use.",
      discussion: """
        Examples:
          pvkit abi keys
          pvkit abi keys vbd
          pvkit abi keys feature- --xen 3.4
        """)
    @Argument(help: "A part of the keys' names, or of the places that they are in.")
    var part = ""
    @OptionGroup var options: ModelOptions

    func run() throws {
      let listing = StoreKeyListing(release: options.xen, part: part)
      guard !listing.keys.isEmpty else {
        throw ValidationError("no key of Xen \(options.xen) has \"\(part)\" in its name or place")
      }
      try options.show(listing, listing.lines)
    }
  }
}
