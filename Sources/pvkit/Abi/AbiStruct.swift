// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Shows the layout of one structure.
  struct Struct: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "struct",
      abstract: "Show the offsets and sizes of a structure's members, or list all structures.",
      discussion: """
        Examples:
          pvkit abi struct
          pvkit abi struct start_info --xen 3.0.2 --arch i386
        """)
    @OptionGroup var options: ModelOptions
    @Option(help: "Show only the layouts of this architecture.") var arch: ArchitectureChoice = .all
    @Argument(help: "The tag of the structure: start_info. (default: list all)") var name: String?

    func validate() throws {
      if let name, listing(of: name) == nil { throw notThere(name) }
    }

    func run() throws {
      guard let name else {
        let names = StructureNames(release: options.xen, on: arch.architectures)
        return try options.show(names) { _ in names.structures }
      }
      guard let listing = listing(of: name) else { throw notThere(name) }
      try options.show(listing) { listing.lines(style: $0) }
    }

    private func listing(of name: String) -> StructureListing? {
      StructureListing(name, in: options.xen, on: arch.architectures)
    }

    private func notThere(_ name: String) -> any Error {
      let all = Structure.all + Structure.all(in: options.xen)
      if !all.contains(where: { $0.name == name }) {
        return unknown("structure", name, among: all.map(\.name))
      }
      return ValidationError("Xen \(options.xen) has no structure \(name) on \(arch.rawValue)")
    }
  }
}
