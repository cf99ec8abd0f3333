// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestTypes
import HypervisorABI
import Reports

/// What `abi snapshot` wrote; the command itself bears the type's name.
typealias Record = GuestTypes.Snapshot

extension AbiCommand {
  /// A kernel's own view of the interface, compared with a release's or a recorded one.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Verify a kernel's declarations of Xen's structures against a release of Xen.",
      discussion: """
        Reads the layout of Xen's structures as the kernel declares them, from its BTF or DWARF (compressed, split, or in \
        a file that the kernel names), or from the headers of a source tree, and compares the members that the kernel uses. A member \
        at another offset, of another size, of another kind (a float, a lost sign), or gone since an older \
        release is a finding, as is another size of a structure of which there are arrays. A structure that \
        has grown at its end, a member that a later release added, and a member with another name are not. The hypercall numbers that the kernel's code \
        passes are verified too.

        Examples:
          pvkit abi verify /boot/vmlinuz-*
          pvkit abi verify --xen 3.4 vmlinux
          pvkit abi verify --arch i386 linux-2.6.28
          pvkit abi verify --baseline recorded.json vmlinux
          pvkit abi verify --base vmlinux xen-netfront.ko
          pvkit abi verify /sys/kernel/btf/vmlinux
          pvkit abi verify --format junit vmlinux > abi.xml

        Exit codes: 0 everything agrees; 1 findings; 2 usage error; 3 a kernel could not be \
        verified, for example because it has no types.
        """,
      aliases: ["check"])

    @OptionGroup var release: ReleaseOption
    @Option(help: "Compare with this file from `pvkit abi snapshot` instead of a release.")
    var baseline: String?
    @OptionGroup var guest: GuestOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
      let record = try baseline.map { try RecordFile.read($0) }
      throw try options.worst(as: "pvkit abi verify") { try check($0, record, $1) }
    }

    private func check(
      _ path: String, _ record: Record?, _ writer: ReportWriter<AbiCheckReport>
    ) throws -> ExitStatus {
      let sources = try guest.sources(path, limit: options.input.maxUnpacked.bytes)
      let reports = try sources.compactMap { source, image in
        let baseline = try record?.on(source.architecture, for: path)
        return try TypeCheck(release: release.xen, baseline: baseline)
          .reportIfAny(on: source, of: image, name: image?.name ?? path)
      }
      guard !reports.isEmpty else { throw TypeCheck.nothing(path, sources[0].types) }
      return try reports.map {
        try writer.show($0, text: AbiCheckText($0, style: .terminal()).lines)
      }.max() ?? .clean
    }
  }
}
