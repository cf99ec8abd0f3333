// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
@preconcurrency import Glibc

extension PatchCommand {
  /// Where a tree stands.
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Which entries are on a tree, which fit, and which do not.",
      discussion: """
        Examples:
          pvkit patch status linux-2.6.18
          pvkit patch status --only toolchain --format json linux-2.6.18
          pvkit patch status --diff linux-2.6.18    your changes to the kit's files

        Exit codes: 0 all are there or fit, and no file was changed since; 1 otherwise; 2 usage; \
        3 could not tell.
        """)
    @Flag(help: "Instead, print what was changed in files since pvkit wrote them, as a diff.")
    var diff = false
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      if diff { return try printChanges() }
      let outcome = try arguments.work(filesAre: "changed since") { try $0.status($1) }
      for file in outcome.files where arguments.format == .text { print("changed since: \(file)") }
      guard outcome.refusals.isEmpty, outcome.files.isEmpty else { throw ExitStatus.findings }
    }

    private func printChanges() throws {
      let changes = try arguments.choice.atTree { bench, groups in
        try bench.status(groups).files.flatMap { try bench.localDiff($0) }
      }
      changes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stdout) }
      if !changes.isEmpty { throw ExitStatus.findings }
    }
  }
}
