// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import GuestImage
import GuestTypes
import HypervisorABI

extension PatchCommand {
  /// The whole chain: the entries, and then the kernel that was built.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check a tree: every anchor, and when it is built, its vmlinux as a guest.",
      discussion: """
        Of the vmlinux: what `pvkit check --mode pv`, `abi check` and `code` say. Without types \
        (CONFIG_DEBUG_INFO), `abi check` takes the tree's headers in place of the kernel's types. \
        Instructions that the kit's groups know to be right (GROUP/suppressions) are left out. In \
        JSON, one object a line.

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
        for stage in try stages(kernel) { worst = max(worst, try run(stage)) }
      } else {
        complain("pvkit: \(kernel) is not there: the entries alone were checked")
      }
      throw worst
    }

    /// What is asked of a built kernel, as on the command line, in this order.
    private func stages(_ kernel: String) throws -> [[String]] {
      let right = try arguments.choice.kit.read().groups.compactMap(\.suppressions)
        .flatMap { ["--suppress", $0] }
      return [
        ["check", "--mode", "pv"] + right + [kernel],
        ["abi", "check"] + withTypes(kernel),
        ["code", "--allow-stale"] + right + [kernel],
      ]
    }

    /// The kernel, or without types the headers that it was built with.
    private func withTypes(_ kernel: String) -> [String] {
      guard let image = try? GuestImage.open(path: kernel),
        (try? TypeSources.open(.image(image))) == nil, let elf = try? image.elf.get(),
        let architecture = try? Architecture(elf, of: kernel)
      else { return [kernel] }
      complain("pvkit: \(kernel) has no types (CONFIG_DEBUG_INFO): the tree's headers are compared")
      return ["--arch", architecture.rawValue, arguments.tree]
    }

    private func entries() throws -> ExitStatus {
      let outcome = try arguments.work(filesAre: "changed since", layout: .lines) {
        try $0.status($1)
      }
      return outcome.refusals.isEmpty ? .clean : .findings
    }

    private func run(_ stage: [String]) throws -> ExitStatus {
      do {
        var command = try Pvkit.parseAsRoot(stage + ["--format", arguments.format.rawValue])
        try command.run()
        return .clean
      } catch let status as ExitStatus {
        return status
      }
    }
  }
}
