// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestCode
import GuestImage
import GuestTypes
import HypervisorABI
import Loaders
import PatchEngine
import Reports

extension PatchCommand {
  /// Runs all checks: of the entries, and then of the kernel that was built.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audit",
      abstract: "Run every check on a source tree and, if it is built, on its vmlinux.",
      discussion: """
        Checks that every entry of the kit fits the tree, that what is on the tree is as the kit has \
        it and was not changed by hand, and runs `pvkit check`, `abi verify` \
        and `scan` on the vmlinux. If the tree has headers of Xen's interface, they are verified in any \
        case, and the types of the kernel too if it has any (CONFIG_DEBUG_INFO). Instructions that the \
        kit lists as reviewed for this release (suppressions/ARCHITECTURE) are left out, and reported \
        when the kernel no longer has them. The last line says what was checked, and whether there are \
        findings; the JSON output, one object per line, does not have it. If the kit was applied by \
        quilt or git am, the tree has no record of it, and only the headers and the vmlinux are checked.

        Examples:
          pvkit patch audit linux-2.6.18
          pvkit patch audit --only toolchain --format json linux-2.6.18

        Exit codes: 0 no findings; 1 findings; 2 usage error; 3 something could not be checked.
        """,
      aliases: ["check"])
    @OptionGroup var arguments: TreeArguments

    func run() throws {
      // Read these even if there is no kernel, so that a wrong line is always reported.
      _ = try suppressions()
      var checked: [String] = []
      let unrecorded = try unrecorded()
      var worst = ExitStatus.clean
      if let unrecorded {
        let words = "\(unrecorded.problem); its entries were not checked"
        complain("pvkit: note: \(arguments.tree): \(words)".printable)
      } else {
        worst = try entries()
        checked.append("entries")
      }
      try reportMissing()
      worst = max(worst, try verifyHeaders(&checked))
      let kernel = arguments.tree + "/vmlinux"
      if FileName.with(kernel, { access($0, F_OK) }) == 0 {
        worst = max(worst, try audit(kernel))
        checked.append("vmlinux")
      } else {
        complain("pvkit: note: \(kernel) does not exist: the kernel was not checked")
      }
      if checked.isEmpty, let unrecorded { throw unrecorded }
      conclude(worst, checked)
      throw worst
    }

    /// The error for a tree to which the kit was applied by other means, without a record; nil if
    /// it has a record or no kit.
    private func unrecorded() throws -> PatchError? {
      try reportingErrors(as: arguments.format, tree: arguments.tree) {
        try arguments.choice.atTree { bench, _ in try bench.unrecorded() }
      }
    }

    private func reportMissing() throws {
      let missing = MissingOptions(tree: arguments.tree)
      guard !missing.names.isEmpty else { return }
      let architectures = try arguments.choice.atTree { bench, _ in
        try bench.target().architectures
      }
      let known = architectures.map {
        KconfigSymbols.names(in: arguments.tree, on: $0.rawValue)
      }
      let all = known.contains(where: \.isEmpty) ? [] : Set(known.joined())
      for line in missing.report(among: all) { complain("pvkit: \(arguments.tree): \(line)") }
    }

    private func conclude(_ worst: ExitStatus, _ checked: [String]) {
      guard arguments.format == .text else { return }
      let verdict =
        switch worst {
        case .clean: "no findings"
        case .findings: "findings, see above"
        default: "not all of it could be checked, see above"
        }
      print(lines: ["\(arguments.tree): \(checked.joined(separator: ", ")): \(verdict)"])
    }

    /// Verifies the headers of Xen's interface that the kernel is built with, for each of the
    /// tree's architectures. They declare everything that the kernel could use. A tree with only
    /// the toolchain group has none.
    private func verifyHeaders(_ checked: inout [String]) throws -> ExitStatus {
      guard HeaderSource.recognizes(arguments.tree) else { return .clean }
      let there = try HeaderSource.architectures(of: arguments.tree)
      let asked = try arguments.choice.atTree { bench, _ in try bench.target().architectures }
      for architecture in asked where !there.contains(architecture) {
        complain(
          "pvkit: \(arguments.tree): has no headers of Xen's interface for \(architecture.rawValue), "
            + "which were not verified; it has those for "
            + there.map(\.rawValue).joined(separator: ", "))
      }
      let worst: ExitStatus = asked.allSatisfy(there.contains) ? .clean : .failed
      guard asked.contains(where: there.contains) else { return worst }
      checked.append("headers")
      return try asked.filter(there.contains).map { architecture in
        try judge(arguments.tree) { path, writer in
          let source = try TypeSources.open(.tree(path, on: architecture, with: Compiler(nil)))
          let report = try TypeCheck().report(on: source, of: nil, name: path)
          return try writer.show(report, text: AbiCheckText(report, style: .terminal()).lines)
        }
      }.reduce(worst, max)
    }

    private func entries() throws -> ExitStatus {
      let outcome = try arguments.work(filesAre: "changed by hand", layout: .lines) {
        try $0.status($1)
      }
      if arguments.format == .text {
        for file in outcome.files { print("changed by hand: \(file)") }
      }
      let outdated = try arguments.choice.atTree { bench, choice in
        try bench.outdated().filter(choice.contains)
      }
      if !outdated.isEmpty {
        complain(
          "pvkit: \(arguments.tree): the kit was changed since it was applied: "
            + "\(outdated.joined(separator: ", ")); pvkit patch apply renews it")
      }
      let isRight = outcome.refusals.isEmpty && outcome.files.isEmpty && outdated.isEmpty
      return isRight ? .clean : .findings
    }

    /// The suppressions of the kit. For a kernel, only those for its architecture, because a tree
    /// can have two.
    private func suppressions(of kernel: GuestImage? = nil) throws -> Suppressions {
      let architecture = try? kernel.map { try Architecture($0.elf.get(), of: $0.name) }
      let files = try reportingErrors(as: arguments.format, tree: arguments.tree) {
        try arguments.choice.atTree { bench, _ in
          try bench.kit.suppressions(for: bench.target(), on: architecture)
        }
      }
      return try SuppressOptions.read(files)
    }

    /// Checks a built kernel, in the order of the help text.
    private func audit(_ kernel: String) throws -> ExitStatus {
      let suppressions = try suppressions(of: try? GuestImage.open(path: kernel))
      let loaders: ExitStatus = try judge(kernel) { path, writer in
        // The kit's 32-bit kernels run on the PV shim, or on a Xen that supports 32-bit PV guests.
        let check = ImageCheck(target: Target(pv32: true), suppressions: suppressions)
        let report = check.report(on: try GuestImage.open(path: path))
        return try writer.show(report, text: CheckText(report, style: .terminal()).lines)
      }
      let types = try hasTypes(kernel) ? judge(kernel, verifyTypes) : .clean
      let code: ExitStatus = try judge(kernel) { path, writer in
        let report = try CodeCheck(suppressions: suppressions)
          .report(on: try GuestImage.open(path: path))
        let text = CodeText(report, style: .terminal(), showsNotes: false, showsCalls: false)
        return try writer.show(report, text: text.lines)
      }
      return max(loaders, code, types)
    }

    /// Whether the kernel itself has types (CONFIG_DEBUG_INFO). Those are the ones that it actually
    /// uses.
    private func hasTypes(_ kernel: String) throws -> Bool {
      let image = try GuestImage.open(path: kernel)
      let hasTypes = (try? TypeSources.open(.image(image))) != nil
      if !hasTypes && !HeaderSource.recognizes(arguments.tree) {
        complain(
          "pvkit: \(kernel) has no types (CONFIG_DEBUG_INFO), and the tree no headers of Xen's "
            + "interface: types were not verified")
      }
      return hasTypes
    }

    private func verifyTypes(
      _ kernel: String, _ writer: ReportWriter<AbiCheckReport>
    ) throws -> ExitStatus {
      let image = try GuestImage.open(path: kernel)
      if let problem = image.problem { throw problem }
      let source = try TypeSources.open(.image(image))
      let report = try TypeCheck().report(on: source, of: image, name: kernel)
      return try writer.show(report, text: AbiCheckText(report, style: .terminal()).lines)
    }

    /// Writes one report, in the requested format.
    private func judge<Report: AnnotatedReport>(
      _ path: String, _ work: (String, ReportWriter<Report>) throws -> ExitStatus
    ) throws -> ExitStatus {
      let format: ReportFormat = arguments.format == .json ? .json : .text
      let writer = ReportWriter<Report>(format, command: "pvkit patch audit")
      return try attempt({ try work($0, writer) }, on: path, failed: writer.show)
    }
  }
}
