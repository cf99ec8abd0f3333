// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

extension PatchCommand {
  /// The whole chain: the entries, and then the kernel that was built.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a tree: every anchor, and when it is built, its vmlinux as a guest.",
      discussion: """
        Of the vmlinux: what `pvkit check --mode pv`, `abi check` and `code` say. The second wants \
        types (CONFIG_DEBUG_INFO), and without them could not check. In JSON, one object a line.

        Examples:
          pvkit patch check linux-2.6.18
          pvkit patch check --only toolchain --format json linux-2.6.18

        Exit codes: 0 all is well; 1 findings; 2 usage; 3 something could not be checked.
        """)
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      var worst = try entries()
      let kernel = arguments.tree + "/vmlinux"
      if access(kernel, F_OK) == 0 {
        for stage in Self.stages { worst = max(worst, try run(stage, kernel)) }
      } else {
        complain("pvkit: \(kernel) is not there: the entries alone were checked")
      }
      throw worst
    }

    /// What is asked of a built kernel, as on the command line, in this order.
    private static let stages = [["check", "--mode", "pv"], ["abi", "check"], ["code"]]

    private func entries() throws -> ExitStatus {
      let outcome = try arguments.work(filesAre: "changed since", layout: .lines) {
        try $0.status($1)
      }
      return outcome.refusals.isEmpty ? .clean : .findings
    }

    private func run(_ stage: [String], _ kernel: String) throws -> ExitStatus {
      let words = stage + ["--format", arguments.format.rawValue, kernel]
      do {
        var command = try Pvkit.parseAsRoot(words)
        try command.run()
        return .clean
      } catch let status as ExitStatus {
        return status
      }
    }
  }
}
