// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the hypercalls of a release.
  struct Hypercalls: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "hypercalls",
      abstract: "List hypercalls with numbers, arguments and callers; named ones with commands.",
      discussion: """
        Examples:
          pvkit abi hypercalls --xen 3.0.2
          pvkit abi hypercalls sched_op vcpu_op
        """)
    @OptionGroup var options: ModelOptions
    @Argument(help: "Hypercalls to show in detail, by any of their names.") var names: [String] = []

    func validate() throws {
      for name in names where Hypercall.named(name) == nil {
        throw unknown("hypercall", name, among: Hypercall.all.map(\.name))
      }
    }

    func run() throws {
      let calls = names.compactMap(Hypercall.named)
      let listing = HypercallListing(
        release: options.xen, calls: names.isEmpty ? Hypercall.all : calls)
      try options.show(listing) {
        listing.lines(detailed: !names.isEmpty, style: $0)
      }
    }
  }
}
