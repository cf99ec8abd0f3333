// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import GuestCode
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

/// What `abi snapshot` wrote; the command itself bears the type's name.
typealias Record = GuestTypes.Snapshot

extension AbiCommand {
  /// A kernel's own view of the interface, compared with a release's or a recorded one.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Compare a kernel's own view of the interface with a release of Xen.",
      discussion: """
        Reads from the types of a kernel (BTF, DWARF), or from the headers of a \
        source tree, where it believes each member of Xen's structures to be, \
        and compares what the kernel uses: a member that lies elsewhere, has \
        another size, or is not there at all is a finding; growth at the end \
        and other names are none. A kernel's code is gone through for the \
        hypercall numbers that it passes.

        Examples:
          pvkit abi check /boot/vmlinuz-*
          pvkit abi check --xen 3.4 vmlinux
          pvkit abi check --arch i386 linux-2.6.28
          pvkit abi check --baseline recorded.json vmlinux
          pvkit abi check --format junit vmlinux > abi.xml

        Exit codes: 0 all agrees; 1 findings; 2 usage; 3 a kernel could not \
        be compared, as one without types.
        """)

    @OptionGroup var release: ReleaseOption
    @Option(help: "Compare with what `pvkit abi snapshot` wrote to this file instead.")
    var baseline: String?
    @OptionGroup var guest: GuestOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
      let record = try baseline.map { try RecordFile.read($0) }
      throw try options.worst(as: "pvkit abi check") { try check($0, record, $1) }
    }

    private func check(
      _ path: String, _ record: Record?, _ writer: ReportWriter<AbiCheckReport>
    ) throws -> ExitStatus {
      let (source, image) = try guest.source(path, limit: options.input.maxUnpacked.bytes)
      let comparison =
        try record.map { try GuestComparison(source, with: $0.on(source.architecture, for: path)) }
        ?? GuestComparison(source, with: release.xen)
      guard let comparison else { throw Self.nothing(path, source) }
      let report = AbiCheckReport(
        image: path, source: source.description, comparison,
        hypercalls: record == nil ? image.flatMap(hypercalls) : nil)
      try writer.show(report, text: AbiCheckText(report, style: .terminal()).lines)
      return report.summary.findings == 0 ? .clean : .findings
    }

    /// What the code of a linked kernel calls; an object has types and no code that leads anywhere.
    private func hypercalls(_ image: GuestImage) -> HypercallUse? {
      (try? CodeScan(image, release: release.xen, for: .calls))
        .flatMap { HypercallUse($0, in: release.xen) }
    }
  }
}

extension AbiCommand.Check {
  /// Types there are, but none of Xen's.
  static func nothing(_ path: String, _ source: any TypeSource) -> ImageError {
    ImageError(
      image: path, problem: "none of Xen's structures is among its types (\(source.description))",
      cure: "give a kernel that is built as a guest (CONFIG_XEN)")
  }
}
