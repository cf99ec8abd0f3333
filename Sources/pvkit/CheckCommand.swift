// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Loaders
import Reports
import SystemPackage

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check whether each Xen loader accepts a kernel image, and report its defects.",
    discussion: """
      Prints one verdict for each loader, mode and role, with the loader's own message, then the \
      findings: defects of the image, whether or not a loader complains about them. \
      `pvkit explain RULE` describes each rule.

      Without --mode, the modes that the image offers and the release's loaders build are checked. An image \
      offers PVH if it has a PHYS32_ENTRY note. It offers PV if it has the string __xen_guest, or one of the \
      notes XEN_VERSION, LOADER, VIRT_BASE and ENTRY. If it offers PVH, only ENTRY counts for PV, or a \
      VIRT_BASE with an e_entry at or above it. An image that offers neither is checked as both.

      Examples:
        pvkit check /boot/vmlinuz-*                all loaders of Xen 4.17
        pvkit check --mode all kernel              as PV and as PVH, offered or not
        pvkit check --mode pvh --role domU kernel  as a PVH guest under xl
        pvkit check --mode hvm elf                 as the firmware of an HVM guest
        pvkit check --mode shim vmlinux            as a domU on the PV shim
        pvkit check --pv32 --xen 4.11 vmlinux      a Xen built with 32-bit PV
        pvkit check --xen 2.0 vmlinux-2.6.11-xenU  before 3.0: i386 without PAE
        pvkit check --xen 4.10.1 --memory 64M elf  a stable update, 64 MiB
        pvkit check --xen all vmlinuz              since which release, and why
        pvkit check --xen 4.2-4.17 vmlinuz         some releases; also 3.4,4.2,4.17
        pvkit check --format json a b              one JSON object per line
        pvkit check --jobs 4 kernels/ *.deb *.rpm  directories and packages
        pvkit check -q kernels/                    only those with findings
        find / -name 'vmlinu*' | pvkit check --files-from -
        pvkit check --baseline known.json vmlinux  only what is not in that report
        pvkit check --shard 2/8 --format json dir  an eighth of the work
        pvkit check --format sarif vmlinux         for code scanning services
        pvkit check --format html vmlinux > k.html  a page to read or send
        pvkit check --fix gnumach -o gnumach.new   write a repaired copy

      With --fix, defects of the notes that have only one right fix are repaired in a copy: a wrong \
      owner becomes "Xen", strings get their terminating NUL, and all notes are aligned to 4 bytes \
      and covered by a PT_NOTE segment. The verdicts and findings are then those of the copy.

      --suppress leaves out instructions that somebody has reviewed; `pvkit help scan` describes the \
      files.

      A release without a third number is its .0. If a stable update of it has the opposite verdict, the \
      first such update is named. An update that is newer than those that pvkit knows is checked as the newest \
      of these, with a message. For releases before 4.3 (4.2.3, 4.1.6), which do not check \
      bounds, "crashes" means that the loader reads or writes outside the image or the guest, or never \
      ends; the result is undefined.

      For several releases, one table shows the verdicts from release to release, and each finding is \
      listed once, with the releases that have it. One that builds no guests of a mode counts as a refusal \
      only if none of them builds such guests.

      All files below a directory and in a package are examined; kernel images are recognized by content \
      and checked, others are ignored. One that has the name of a kernel (vmlinuz-6.1, bzImage), a package or an \
      archive, but is empty, damaged or unknown, could not be checked (3). Links are not followed. \
      Kernels are checked on all processors, and the reports are in the order of the files, whatever \
      the number of --jobs. A file that is named several times, also by its directory, is checked once. An image in a package is called `PACKAGE(FILE)`, by which it can be named alone.

      Of several images, those without errors and warnings take one line each: `name: 3 of 3 accept; 2 notes`. \
      --quiet leaves them out, --verbose shows them in full, and --format json has all.

      With --baseline, only findings that the earlier report does not have count; those no longer found \
      are listed. Findings are recognized by rule, function, instruction, note or section, \
      not by addresses, so that they are recognized in the next build. An image that is not in it is \
      compared with its predecessor, whose name differs only in the version (vmlinuz-6.1.0-25 for \
      vmlinuz-6.1.0-26; Docs/ci.md). --update-baseline writes this run's findings to that file; images that it did not \
      check keep their entries.

      In JSON, an image that could not be checked has the key `error`, and its lists of verdicts and \
      findings are empty; one that could not be read at all has only its name and `error`.

      Exit codes: 0 every requested verdict accepts, and there is no error or warning; 1 otherwise, \
      and if --fix finds nothing to repair; 2 usage error; 3 an image could not be checked or \
      repaired.
      """)

  @Option(
    help: """
      The release of Xen: \(XenRelease.wholeRange), or a stable update, such as 4.10.1; 4.10 is 4.10.0. Or \
      several, for one table: all, 3.4-4.17, 3.4,4.10.1,4.17. (default: \(XenRelease.standard))
      """,
    completion: .list(["all"] + XenRelease.wholeNames), transform: ReleaseChoice.exactly)
  var xen = ReleaseChoice.standard

  @OptionGroup var domain: DomainOptions

  @Option(
    help: """
      The kind of guest; offered is those of pv and pvh that the image offers, all is both, shim is PV on the \
      PV shim.
      """)
  var mode = ModeChoice.offered

  @Option(help: "The domain to load it as.")
  var role = RoleChoice.all

  @OptionGroup var right: SuppressOptions

  @OptionGroup var fixing: FixOptions

  @OptionGroup var options: ReportOptions

  func validate() throws {
    guard !fixing.fix || xen.only != nil else {
      throw ValidationError("--fix takes one release (--xen)")
    }
    if [.hvm, .shim].contains(mode), role == .dom0 {
      throw ValidationError("--mode \(mode.rawValue) is for a domU: --role domU")
    }
    guard !fixing.fix || options.shard == nil else {
      throw ValidationError("--fix and --shard exclude each other: --fix takes one image")
    }
    let input = options.input
    guard !fixing.fix || input.images.count == 1 && input.filesFrom.isEmpty else {
      throw ValidationError("--fix takes exactly one image")
    }
    guard !fixing.fix || !FilePath(named: input.images[0]).leadsToDirectory else {
      throw ValidationError("--fix takes an image, not a directory")
    }
  }

  func run() throws {
    for reading in xen.releases.compactMap(\.reading) { complain("pvkit: \(reading)") }
    if fixing.fix {
      var inputs = InputFiles(image: options.input.images[0])
      inputs.add(right.suppress, as: "a suppression file")
      inputs.add(options.baseline.baseline, as: "the baseline")
      try inputs.check(isNot: fixing.output)
    }
    var check = ImageCheck(
      target: domain.target(in: xen.only ?? .standard), modes: mode.modes, roles: role.roles,
      suppressions: try right.read(),
      levels: Project.levels)
    check.exceptions = RuleExceptions(Project.current.withLock { $0?.exceptions ?? [] })
    throw xen.only == nil ? try releases(check) : try verdicts(check)
  }

  /// Stale entries are reported only if all images of the project file are checked: other images
  /// need not match every entry.
  private func stale(_ check: ImageCheck) -> StaleEntries {
    guard options.input.isProjects else { return StaleEntries() }
    return check.stale.entries(rules: check.exceptions.stale, of: check.suppressions)
  }

  private func asked(_ check: ImageCheck) -> [String: String] {
    var asked = [
      "--xen": xen.text, "--mode": mode.rawValue, "--role": role.rawValue,
      "--memory": "\(domain.memory.bytes)", "--pv32": "\(domain.pv32)",
    ]
    asked["--suppress"] = SuppressOptions.asked(check.suppressions)
    return asked
  }

  /// Checks each image, with one report per image.
  private func verdicts(_ check: ImageCheck) throws -> ExitStatus {
    let (fixing, target) = (fixing, check.target)
    let source =
      fixing.fix ? FixedImage(options.input.images[0], limit: options.input.limit.bytes) : nil
    return try options.worst(
      as: "pvkit check", asked: asked(check), .kernels, stale: stale(check)
    ) { subject -> [ImageResult<CheckReport>] in
      guard case .image(let image) = subject.content else { return [] }
      // Directories and packages may contain modules, which only `pvkit scan` reads.
      if subject.origin != .named { check.stale.leaveOpen() }
      guard let source else {
        return [Self.judged(image, check)]
      }
      guard try source.isOnly(image, isPacked: subject.origin == .packed) else { return [] }
      let (copy, message) = try fixing.fixedCopy(of: image, for: target)
      var judged = Self.judged(copy ?? image, check)
      // There was nothing to fix, although --fix was given.
      judged.least = copy == nil ? .findings : .clean
      judged.complaints = [message].compactMap { $0 } + judged.complaints
      return [judged]
    }
  }

  /// Checks each image against several releases, with one table per image.
  private func releases(_ check: ImageCheck) throws -> ExitStatus {
    let releases = xen.releases
    return try options.worst(
      as: "pvkit check", asked: asked(check), .kernels, stale: stale(check)
    ) { subject -> [ImageResult<ReleasesReport<CheckReport>>] in
      guard case .image(let image) = subject.content else { return [] }
      if subject.origin != .named { check.stale.leaveOpen() }
      let report = check.report(on: image, in: releases)
      return [
        ImageResult(
          report: report,
          text: {
            guard report.error == nil else { return [] }
            return ReleasesText(report, style: .terminal(), path: image.name).lines
          },
          complaints: image.problem.map { ["pvkit: \($0)"] } ?? [])
      ]
    }
  }

  private static func judged(
    _ image: GuestImage, _ check: ImageCheck
  ) -> ImageResult<CheckReport> {
    let report = check.report(on: image)
    return ImageResult(
      report: report,
      text: {
        report.error == nil
          ? CheckText(report, style: .terminal(), path: image.name).lines : []
      },
      map: { GuestMap(of: image, report, check.target) },
      complaints: image.problem.map { ["pvkit: \($0)"] } ?? [])
  }
}
