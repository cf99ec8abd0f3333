// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
@preconcurrency import Glibc
import PatchEngine
import Reports

extension PatchCommand {
  /// Shows the state of a tree's entries.
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Show which entries are applied to a source tree, which fit, and which do not.",
      discussion: """
        Examples:
          pvkit patch status linux-2.6.18
          pvkit patch status --only toolchain --format json linux-2.6.18
          pvkit patch status --diff linux-2.6.18    your changes to the kit's files
          pvkit patch status --matrix               which entry holds in which release
          pvkit patch status --matrix --arch i386   the same, of one architecture alone

        An entry "would be renewed" when the kit or one of its files was changed since it was applied, \
        and "would be reverted" when the kit no longer has it for this tree: `pvkit patch apply` does both. Files \
        that you changed after pvkit wrote them are "changed by hand".

        Exit codes: 0 no entry is refused, and no file was changed by hand; 1 otherwise; 2 usage error; \
        3 the tree or the kit could not be read.
        """)
    @Flag(help: "Show your changes to files that pvkit wrote, as a diff, instead of the entries.")
    var diff = false
    @Flag(
      help: ArgumentHelp(
        "Show for each release that the kit knows, and for the tree if one is given, where each "
          + "entry holds."))
    var matrix = false
    @OptionGroup var arguments: TreeArguments

    func validate() throws {
      guard !(diff && matrix) else { throw ValidationError("give --diff or --matrix, not both") }
      guard !diff || arguments.format == .text else {
        throw ValidationError("--diff prints a diff; omit --format")
      }
    }

    func run() throws {
      if matrix { return try printMatrix() }
      if diff { return try printChanges() }
      let outcome = try arguments.work(filesAre: "changed by hand") { try $0.status($1) }
      for file in outcome.files where arguments.format == .text {
        print("changed by hand: \(file)")
      }
      let isRefused = outcome.entries.contains { $0.state == .refused }
      guard !isRefused, outcome.refusals.isEmpty, outcome.files.isEmpty else {
        throw ExitStatus.findings
      }
    }

    private func printMatrix() throws {
      var refusals: [EntryRefusal] = []
      let matrix = try reportingErrors(as: arguments.format, tree: arguments.tree) {
        let kit = try arguments.choice.kit.read()
        let locked = try Matrix(kit, on: arguments.choice.arch)
        guard arguments.choice.path != nil else {
          return locked.only(try kit.choice(named: arguments.choice.only))
        }
        return try arguments.choice.atTree { bench, entries in
          let outcome = try bench.status(entries)
          refusals = outcome.refusals
          return locked.adding(outcome, of: bench).only(entries)
        }
      }
      let listing = MatrixListing(matrix)
      switch arguments.format {
      case .json: print(try renderJSON(listing))
      case .text: print(lines: listing.lines())
      }
      for refusal in refusals { complain("pvkit: \(refusal)".printable) }
      if !matrix.isSound {
        for reason in matrix.unsound { complain("pvkit: \(reason)".printable) }
        throw ExitStatus.findings
      }
    }

    private func printChanges() throws {
      let changes = try arguments.choice.atTree { bench, entries in
        try bench.status(entries).files.flatMap { try bench.localDiff($0) }
      }
      changes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stdout) }
      if !changes.isEmpty { throw ExitStatus.findings }
    }
  }
}
