// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

extension PatchCommand {
  /// What entries do, and why.
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain",
      abstract: "Tell what an entry of the kit does, why, and to which files.",
      discussion: """
        Examples:
          pvkit patch explain          every entry in one line
          pvkit patch explain 0110     one entry in full

        Exit codes: 0 explained; 2 there is no such entry; 3 the kit cannot be read.
        """)
    @OptionGroup var kit: KitOption
    @Option(help: "text or json.") var format = OutputFormat.text
    @Argument(help: "An entry: its number, name or both; without one, all are listed.")
    var entry: String?

    func run() throws {
      let kit = try kit.read()
      guard let entry else { return try show(kit.entries.map(EntryDescription.init)) }
      guard let known = kit.entry(named: entry) else {
        let near = Nearest.names(entry, among: kit.entries.map(\.id)).joined(separator: ", ")
        complain("pvkit: no entry \"\(entry)\"" + (near.isEmpty ? "" : "; nearest: \(near)"))
        throw ExitStatus.usage
      }
      let description = EntryDescription(known)
      switch format {
      case .json: print(try renderJSON(description))
      case .text: print(lines: description.lines)
      }
    }

    private func show(_ all: [EntryDescription]) throws {
      switch format {
      case .json: print(try renderJSON(all))
      case .text: print(lines: Table(all.map { [$0.entry, $0.releases, $0.subject] }).lines())
      }
    }
  }
}
