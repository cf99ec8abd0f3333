// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestImage
import GuestTypes
import HypervisorABI

extension PatchCommand {
  /// The whole chain: the entries, and then the kernel that was built.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audit",
      abstract: "Run every check on a source tree and, if it is built, on its vmlinux.",
      discussion: """
        Checks that every entry of the kit fits the tree, and runs `pvkit check --mode pv`, `abi \
        verify` and `scan` on the vmlinux. The headers of the tree are verified in any case, and the \
        types of the kernel too if it has any (CONFIG_DEBUG_INFO). Instructions that the kit lists as \
        reviewed for this release (suppressions/ARCHITECTURE) are left out, and reported when the kernel \
        no longer has them. The JSON form is one object per line.

        Examples:
          pvkit patch audit linux-2.6.18
          pvkit patch audit --only toolchain --format json linux-2.6.18

        Exit codes: 0 no findings; 1 findings; 2 usage error; 3 something could not be checked.
        """,
      aliases: ["check"])
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      var worst = try entries()
      if let missing = MissingOptions(tree: arguments.tree).report {
        complain("pvkit: \(arguments.tree): \(missing)")
      }
      let kernel = arguments.tree + "/vmlinux"
      if FileName.with(kernel, { access($0, F_OK) }) == 0 {
        for stage in try stages(kernel) { worst = max(worst, try run(stage)) }
      } else {
        complain("pvkit: \(kernel) does not exist: only the entries were checked")
      }
      throw worst
    }

    /// What is asked of a built kernel, as on the command line, in this order.
    private func stages(_ kernel: String) throws -> [[String]] {
      let right = try arguments.choice.atTree { bench, _ in
        try bench.kit.suppressions(for: bench.target()).flatMap { ["--suppress", $0] }
      }
      return [
        ["check", "--mode", "pv"] + right + [kernel]
      ] + (try types(of: kernel).map { ["abi", "check"] + $0 }) + [["code"] + right + [kernel]]
    }

    /// The headers that the kernel was built with, which declare all that it could use; and the kernel
    /// itself where it has types (CONFIG_DEBUG_INFO), which are those that it does use. A tree with the
    /// toolchain group alone has no headers of Xen's.
    private func types(of kernel: String) throws -> [[String]] {
      let image = try GuestImage.open(path: kernel)
      if let problem = image.problem { throw problem }
      let architecture = try Architecture(image.elf.get(), of: kernel)
      let hasTypes = (try? TypeSources.open(.image(image))) != nil
      let hasHeaders = HeaderSource.recognizes(arguments.tree)
      if !hasTypes && !hasHeaders {
        complain(
          "pvkit: \(kernel) has no types (CONFIG_DEBUG_INFO), and the tree no headers of Xen's "
            + "interface: types were not verified")
      }
      return (hasHeaders ? [["--arch", architecture.rawValue, arguments.tree]] : [])
        + (hasTypes ? [[kernel]] : [])
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
