// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the constants of a release.
  struct Constants: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "constants",
      abstract: "List the constants of the headers, with their values, in groups.",
      discussion: """
        Examples:
          pvkit abi constants sched_op
          pvkit abi constants VIRQ_TIMER grant_table.h --xen 3.4
        """)
    @OptionGroup var options: ModelOptions
    @Option(help: "List only the constants of this architecture.") var arch: ArchitectureChoice =
      .all
    @Argument(help: "Names of constants or headers, or words of a group's name. (default: all)")
    var names: [String] = []

    func validate() throws {
      for name in names where listing([name]).groups.isEmpty { throw notThere(name) }
    }

    func run() throws {
      let listing = listing(names)
      try options.show(listing, listing.lines)
    }

    private func listing(_ words: [String]) -> ConstantListing {
      ConstantListing(release: options.xen, on: arch.architectures, words: words)
    }

    private func notThere(_ name: String) -> any Error {
      let groups = ConstantGroup.all + ConstantGroup.all(in: options.xen)
      let constants = groups.flatMap(\.constants)
      let isKnown =
        groups.contains { $0.answers(to: name) } || constants.contains { $0.name == name }
      guard !isKnown else {
        return ValidationError("Xen \(options.xen) has no constants in \(name) on \(arch.rawValue)")
      }
      return unknown(
        "constant or group", name,
        among: constants.map(\.name) + groups.flatMap { [$0.name, $0.header] })
    }
  }
}
