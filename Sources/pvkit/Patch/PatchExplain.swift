// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine
import Reports

extension PatchCommand {
  /// Shows what entries change, and why.
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show what an entry of the kit changes, in which files, and why.",
      discussion: """
        Examples:
          pvkit patch show             list all entries
          pvkit patch show toolchain   list those of a group
          pvkit patch show 0110        one entry: why, for what, and the edits themselves
          pvkit patch show mutex-slowpath

        Exit codes: 0 shown; 2 there is no such entry; 3 the kit could not be read.
        """,
      aliases: ["explain"])
    @OptionGroup var kit: KitOption
    @Option(help: "The output format.") var format = OutputFormat.text
    @Argument(
      help: ArgumentHelp(
        "The number or name of an entry, or all of GROUP/NUMBER-NAME; or a group, to list its entries. "
          + "(default: list all)"))
    var entry: String?

    func run() throws {
      let kit = try reportingErrors(as: format, tree: "") { try self.kit.read() }
      guard let entry else {
        let all = EntryListing(kit.entries, of: kit)
        return try show(all, all.lines)
      }
      if kit.groups.contains(entry), kit.entries(named: entry).isEmpty {
        let group = EntryListing(kit.entries.filter { $0.group == entry }, of: kit)
        return try show(group, group.lines)
      }
      let known: Entry
      do {
        known = try kit.entry(named: entry)
      } catch let error as ValidationError {
        complain("pvkit: \(error.message)")
        throw ExitStatus.usage
      }
      try show(EntryListing([known], of: kit), EntryDescription(known, of: kit).lines)
    }

    private func show(_ listing: EntryListing, _ lines: [String]) throws {
      switch format {
      case .json: print(try renderJSON(listing))
      case .text: print(lines: lines)
      }
    }
  }
}
