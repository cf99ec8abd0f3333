// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

/// The snapshot that `abi snapshot` writes. Within `AbiCommand`, the command `Snapshot` hides it.
typealias Record = GuestTypes.Snapshot

extension AbiCommand {
  /// Compares a kernel's own declarations of the interface with a release or a snapshot.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Verify a kernel's declarations of Xen's structures against a release of Xen.",
      discussion: """
        Reads the layout of Xen's structures as the kernel declares them, from its BTF or DWARF (compressed, split, or in \
        a file that the kernel names), or from the headers of a source tree, and compares the members that the kernel uses. A member \
        at another offset, of another size, of another kind (a float, a lost sign), or one that only an older \
        release has is a finding, and so is another size of a structure that has arrays. A structure that \
        has grown at its end, a member that a later release added, and a member with another name are not. The hypercall numbers that the kernel's code \
        passes are verified too.

        Examples:
          pvkit abi verify /boot/vmlinuz-*
          pvkit abi verify --xen 3.4 vmlinux
          pvkit abi verify --xen all vmlinux                  in which releases it is right
          pvkit abi verify --arch i386 linux-2.6.28
          pvkit abi verify --baseline snapshot.json vmlinux   with another kernel's
          pvkit abi verify --baseline report.json vmlinux     only what is new
          pvkit abi verify --base vmlinux xen-netfront.ko
          pvkit abi verify --base vmlinux /lib/modules/6.1.0
          pvkit abi verify /sys/kernel/btf/vmlinux
          pvkit abi verify --format junit vmlinux > abi.xml

        Exit codes: 0 no findings; 1 findings; 2 usage error; 3 a kernel could not be \
        verified, for example because it has no types.
        """,
      aliases: ["check"])

    @OptionGroup var release: ReleasesOption
    @OptionGroup var guest: GuestOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
      for reading in release.xen.readings { complain("pvkit: \(reading)") }
      let known = try options.baseline.text()
      let snapshot = known.flatMap { BaselineOptions.isReport($0) ? nil : $0 }
      let file = options.baseline.baseline ?? ""
      let record = try snapshot.map { try RecordFile.read($0, of: file) }
      let asked = asked(snapshot)
      guard let release = release.xen.only else {
        throw try releases(asked, isRecorded: record != nil, known)
      }
      let guest = guest
      let limit = options.input.limit.bytes
      let base = Result { try guest.base.kernel(limit: limit) }
      throw try options.worst(
        as: "pvkit abi verify", asked: asked, [.kernels, .modules],
        isTree: isTree,
        comparesReports: record == nil, baselineText: known
      ) { subject in
        try Self.reports(on: subject, guest, try base.get()) { source, image, name in
          let baseline = try record?.on(source.architecture, for: name)
          return try TypeCheck(release: release, baseline: baseline, levels: Project.levels)
            .reportIfAny(on: source, of: image, name: image?.name ?? subject.title)
        }.map { report in
          ImageResult(report: report) { AbiCheckText(report, style: .terminal()).lines }
        }
      }
    }

    private func asked(_ snapshot: String?) -> [String: String] {
      var asked = ["--xen": self.release.xen.text]
      asked["--arch"] = guest.arch?.rawValue
      asked["--base"] = guest.base.base.map { Project.title(of: $0) ?? FileName.display($0) }
      asked["--cc"] = guest.tree.cc
      asked["--baseline"] = snapshot.map { ContentHash(Array($0.utf8)).description }
      return asked
    }

    /// Verifies against several releases, with one table for each kernel.
    ///
    /// - Parameter known: the content of the baseline, if it has been read.
    private func releases(
      _ asked: [String: String], isRecorded: Bool, _ known: String?
    ) throws -> ExitStatus {
      guard !isRecorded else {
        throw ValidationError("a snapshot (--baseline) replaces the release; omit --xen")
      }
      let (guest, releases) = (guest, release.xen.releases)
      let limit = options.input.limit.bytes
      let base = Result { try guest.base.kernel(limit: limit) }
      return try options.worst(
        as: "pvkit abi verify", asked: asked, [.kernels, .modules], isTree: isTree,
        baselineText: known
      ) { subject in
        try Self.reports(on: subject, guest, try base.get()) { source, image, name in
          try TypeCheck(levels: Project.levels).reportIfAny(
            on: source, of: image, name: image?.name ?? subject.title, in: releases)
        }.map { report in
          ImageResult(report: report) { ReleasesText(report, style: .terminal()).lines }
        }
      }
    }

    private func isTree(_ directory: String) -> Bool {
      guest.arch != nil || HeaderSource.recognizes(directory)
    }

    /// The reports on each kernel, module or object with types from Xen's interface.
    private static func reports<Report>(
      on subject: ImageSubject, _ guest: GuestOptions, _ base: GuestImage?,
      _ report: (any TypeSource, GuestImage?, _ name: String) throws -> Report?
    ) throws -> [Report] {
      let (name, sources) =
        switch subject.content {
        case .tree(let path): (path, try guest.sources(ofTree: path))
        case .image(let image):
          (image.name, try guest.sources(of: image, base: base, isOptional: subject.isModule))
        }
      let reports = try sources.compactMap { try report($0.types, $0.image, name) }
      // Most modules do not use Xen's interface.
      guard !reports.isEmpty || subject.isModule else {
        throw TypeCheck.nothing(name, sources[0].types)
      }
      return reports
    }
  }
}
