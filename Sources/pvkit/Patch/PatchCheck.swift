// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

extension PatchCommand {
  /// The whole chain: the entries, and then the kernel that was built.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audit",
      abstract: "Run every check on a source tree and, if it is built, on its vmlinux.",
      discussion: """
        Checks that every entry of the kit fits the tree, and runs `pvkit check`, `abi verify` \
        and `scan` on the vmlinux. The headers of the tree are verified in any case, and the \
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
        worst = max(worst, try audit(kernel))
      } else {
        complain("pvkit: \(kernel) does not exist: only the entries were checked")
      }
      throw worst
    }

    private func entries() throws -> ExitStatus {
      let outcome = try arguments.work(filesAre: "changed since", layout: .lines) {
        try $0.status($1)
      }
      return outcome.refusals.isEmpty ? .clean : .findings
    }

    /// What is asked of a built kernel, in the order of the help.
    private func audit(_ kernel: String) throws -> ExitStatus {
      let files = try arguments.choice.atTree { bench, _ in
        try bench.kit.suppressions(for: bench.target())
      }
      let suppressions = try SuppressOptions.read(files)
      let loaders: ExitStatus = try judge(kernel) { path, writer in
        let report = ImageCheck(suppressions: suppressions)
          .report(on: try GuestImage.open(path: path))
        return try writer.show(report, text: CheckText(report, style: .terminal()).lines)
      }
      let types = try typeSources(of: kernel).map { path in try judge(path, verifyTypes) }
      let code: ExitStatus = try judge(kernel) { path, writer in
        let report = try CodeCheck(suppressions: suppressions)
          .report(on: try GuestImage.open(path: path))
        let text = CodeText(report, style: .terminal(), showsNotes: false, showsCalls: false)
        return try writer.show(report, text: text.lines)
      }
      return max(loaders, code, types.max() ?? .clean)
    }

    /// The headers that the kernel was built with, which declare all that it could use; and the kernel
    /// itself where it has types (CONFIG_DEBUG_INFO), which are those that it does use. A tree with the
    /// toolchain group alone has no headers of Xen's.
    private func typeSources(of kernel: String) throws -> [String] {
      let image = try GuestImage.open(path: kernel)
      let hasTypes = (try? TypeSources.open(.image(image))) != nil
      let hasHeaders = HeaderSource.recognizes(arguments.tree)
      if !hasTypes && !hasHeaders {
        complain(
          "pvkit: \(kernel) has no types (CONFIG_DEBUG_INFO), and the tree no headers of Xen's "
            + "interface: types were not verified")
      }
      return (hasHeaders ? [arguments.tree] : []) + (hasTypes ? [kernel] : [])
    }

    private func verifyTypes(
      _ path: String, _ writer: ReportWriter<AbiCheckReport>
    ) throws -> ExitStatus {
      let image = try GuestImage.open(path: arguments.tree + "/vmlinux")
      if let problem = image.problem { throw problem }
      let architecture = try Architecture(image.elf.get(), of: image.name)
      let isTree = DiffSide.isFolder(path)
      let source = try TypeSources.open(
        isTree ? .tree(path, on: architecture, with: Compiler(nil)) : .image(image))
      let report = try TypeCheck().report(on: source, of: isTree ? nil : image, name: path)
      return try writer.show(report, text: AbiCheckText(report, style: .terminal()).lines)
    }

    /// One report, in the format that was asked for.
    private func judge<Report: AnnotatedReport>(
      _ path: String, _ work: (String, ReportWriter<Report>) throws -> ExitStatus
    ) throws -> ExitStatus {
      let format: ReportFormat = arguments.format == .json ? .json : .text
      let writer = ReportWriter<Report>(format, command: "pvkit patch audit")
      return try attempt({ try work($0, writer) }, on: path, failed: writer.show)
    }
  }
}
