// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension PatchCommand {
  /// Where a tree stands.
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which entries are on a tree, which fit, and which do not.",
      discussion: """
        Examples:
          pvkit patch status linux-2.6.18
          pvkit patch status --only toolchain --format json linux-2.6.18

        Exit codes: 0 all are there or fit, and no file was changed since; 1 otherwise; 2 usage; \
        3 could not tell.
        """)
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      let outcome = try arguments.work(filesAre: "changed since") { try $0.status($1) }
      for file in outcome.files where arguments.format == .text { print("changed since: \(file)") }
      guard outcome.refusals.isEmpty, outcome.files.isEmpty else { throw ExitStatus.findings }
    }
  }
}
