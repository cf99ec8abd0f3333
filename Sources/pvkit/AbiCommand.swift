// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

/// `pvkit abi …`: prints the model.
struct AbiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abi",
    abstract: "Print the interface between Xen and its guests.",
    discussion: """
      Examples:
        pvkit abi hypercalls
        pvkit abi hypercalls sched_op vcpu_op
        pvkit abi struct start_info --xen 3.0.2 --arch i386
      """,
    subcommands: [Hypercalls.self, Notes.self, Features.self, Struct.self])

  struct Hypercalls: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Numbers, arguments, who may call; with names, their commands too.",
      discussion: """
        Examples:
          pvkit abi hypercalls --xen 3.0.2
          pvkit abi hypercalls sched_op vcpu_op
        """)
    @OptionGroup var options: ModelOptions
    @Argument(help: "Calls to show in detail, by any of their names.") var names: [String] = []

    func validate() throws {
      for name in names where Hypercall.named(name) == nil {
        throw unknown("hypercall", name, among: Hypercall.all.map(\.name))
      }
    }

    func run() throws {
      let calls = names.compactMap(Hypercall.named)
      let listing = HypercallListing(
        release: options.xen, calls: names.isEmpty ? Hypercall.all : calls)
      try options.show(listing.entries) {
        listing.lines(detailed: !names.isEmpty, style: $0)
      }
    }
  }

  struct Notes: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Types of Xen's ELF notes.",
      discussion: """
        Example:
          pvkit abi notes --xen 4.20
        """)
    @OptionGroup var options: ModelOptions

    func run() throws {
      let listing = NoteTypeListing(release: options.xen)
      try options.show(listing.entries, listing.lines)
    }
  }

  struct Features: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Feature bits (XENFEAT).",
      discussion: """
        Example:
          pvkit abi features --format json
        """)
    @OptionGroup var options: ModelOptions

    func run() throws {
      let listing = FeatureListing(release: options.xen)
      try options.show(listing.entries, listing.lines)
    }
  }

  struct Struct: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Offsets and sizes of a structure's members; without a name, all names.",
      discussion: """
        Examples:
          pvkit abi struct
          pvkit abi struct start_info --xen 3.0.2 --arch i386
        """)
    @OptionGroup var options: ModelOptions
    @Option(help: "Only this architecture.") var arch: ArchitectureChoice = .all
    @Argument(help: "Its tag: start_info.") var name: String?

    func validate() throws {
      if let name, listing(of: name) == nil { throw notThere(name) }
    }

    func run() throws {
      guard let name else { return try options.show(names) { _ in names } }
      guard let listing = listing(of: name) else { throw notThere(name) }
      try options.show(listing) { listing.lines(style: $0) }
    }

    private func listing(of name: String) -> StructureListing? {
      StructureListing(name, in: options.xen, on: arch.architectures)
    }

    /// The tags that the release has, sorted.
    private var names: [String] {
      let present = Structure.all.filter { structure in
        arch.architectures.contains { structure.exists(in: options.xen, on: $0) }
      }
      return Set(present.map(\.name)).sorted()
    }

    private func notThere(_ name: String) -> any Error {
      let known = Structure.all.filter { $0.name == name }
      if known.isEmpty { return unknown("structure", name, among: Structure.all.map(\.name)) }
      return ValidationError("Xen \(options.xen) has no structure \(name) on \(arch.rawValue)")
    }
  }
}

/// What every listing takes.
struct ModelOptions: ParsableArguments {
  @Option(help: "The release of Xen.") var xen = XenRelease.standard
  @Option(help: "text or json.") var format = OutputFormat.text

  func show(_ value: some Encodable, _ lines: (Style) -> [String]) throws {
    switch format {
    case .json: print(try renderJSON(value))
    case .text: print(lines(.terminal()).joined(separator: "\n"))
    }
  }
}

enum ArchitectureChoice: String, ExpressibleByArgument, CaseIterable {
  case i386
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case x86_64
  case all

  var architectures: [Architecture] {
    Architecture(rawValue: rawValue).map { [$0] } ?? Architecture.allCases
  }
}

/// A usage error that names the nearest candidates.
private func unknown(_ kind: String, _ name: String, among names: [String]) -> ValidationError {
  let near = Nearest.names(name, among: Array(Set(names)))
  let hint =
    near.isEmpty
    ? "; without a name, all are listed" : "; did you mean \(near.joined(separator: ", "))?"
  return ValidationError("There is no \(kind) \(name)\(hint)")
}
