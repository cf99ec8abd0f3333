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
      if let name {
        if listing(of: name) == nil { throw notThere(name) }
      } else if names.structures.isEmpty {
        throw ValidationError(
          "Xen \(options.xen) has no structures on \(arch.rawValue), only on i386: --arch i386")
      }
    }

    func run() throws {
      guard let name else {
        let listing = names
        return try options.show(listing) { _ in listing.structures }
      }
      guard let listing = listing(of: name) else { throw notThere(name) }
      try options.show(listing) { listing.lines(style: $0) }
    }

    private var names: StructureNames {
      StructureNames(release: options.xen, on: arch.architectures)
    }

    private func listing(of name: String) -> StructureListing? {
      StructureListing(name, in: options.xen, on: arch.architectures)
    }

    private func notThere(_ name: String) -> any Error {
      let all = Structure.all + Structure.all(in: options.xen)
      if !all.contains(where: { $0.name == name }) {
        return unknown("structure", name, among: all.map(\.name))
      }
      let others = Architecture.allCases.filter {
        StructureListing(name, in: options.xen, on: [$0]) != nil
      }.map(\.rawValue)
      let hint = others.first.map { ", only on \($0): --arch \($0)" } ?? ""
      let place = arch == .all ? "" : " on \(arch.rawValue)"
      return ValidationError("Xen \(options.xen) has no structure \(name)\(place)\(hint)")
    }
  }
}
