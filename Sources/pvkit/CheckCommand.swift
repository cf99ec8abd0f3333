// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Loaders
import Reports

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Ask each loader's model whether it takes an image, and say what is wrong with it.",
    discussion: """
      One verdict per loader, mode and role, in the loader's own words, then \
      findings: what is wrong or unwise whether or not a loader minds. \
      `pvkit explain RULE` tells more of each.

      Examples:
        pvkit check /boot/vmlinuz-*                every loader, as of Xen 4.17
        pvkit check --mode pvh --role domU kernel  as xl creates a PVH guest
        pvkit check --mode hvm --role domU elf     as firmware of an HVM guest
        pvkit check --mode shim vmlinux            as a domU on the PV shim
        pvkit check --pv32 --xen 4.11 vmlinux      a hypervisor with 32-bit PV
        pvkit check --format json a b              one JSON object a line
        pvkit check --format sarif vmlinux         for code scanning
        pvkit check --fix gnumach -o gnumach.new   a copy without what can be mended

      With --fix, what a rewrite of the notes mends without anybody's decision is mended in a \
      copy: notes of a wrong owner become Xen's, texts get their closing NUL, all are aligned to 4 \
      bytes and get a PT_NOTE. The verdicts and findings are then those of the copy.

      Instructions that were looked at and found right are left out with \
      --suppress, whose files `pvkit help code` explains.

      In JSON, an image that could not be judged has the key error; when it \
      could not even be read, it has but that and image.

      Exit codes: 0 every verdict asked for accepts, and no error or warning \
      was found; 1 otherwise, and when --fix has nothing to mend; 2 usage; 3 an image could not be \
      judged or mended.
      """)

  @OptionGroup var release: ReleaseOption

  @Flag(name: .customLong("pv32"), help: "The hypervisor offers 32-bit PV.")
  var pv32 = false

  @Option(help: "pv, pvh, hvm, shim (PV on the PV shim), or all, which is pv and pvh.")
  var mode = ModeChoice.all

  @Option(help: "domU, dom0 or all.")
  var role = RoleChoice.all

  @OptionGroup var right: SuppressOptions

  @OptionGroup var mending: MendOptions

  @OptionGroup var options: ReportOptions

  func validate() throws {
    guard mode != .shim || role != .dom0 else {
      throw ValidationError("--mode shim is for a domU: --role domU")
    }
    guard !mending.fix || options.input.images.count == 1 else {
      throw ValidationError("--fix wants one image")
    }
  }

  func run() throws {
    let suppressions = try right.read()
    throw try options.worst(as: "pvkit check") { path, writer in
      let image = try open(path)
      guard let output = mending.output else { return try report(on: image, suppressions, writer) }
      guard try mending.mend(image, for: target) else {
        return max(.findings, try report(on: image, suppressions, writer))
      }
      return try report(on: open(output), suppressions, writer)
    }
  }

  private var target: Target { Target(xen: release.xen, pv32: pv32) }

  private func open(_ path: String) throws -> GuestImage {
    try GuestImage.open(path: path, limit: options.input.maxUnpacked.bytes)
  }

  private func report(
    on image: GuestImage, _ suppressions: Suppressions, _ writer: ReportWriter<CheckReport>
  ) throws -> ExitStatus {
    let verdicts =
      image.isBeyondLimit
      ? [] : Loaders.verdicts(on: image, modes: mode.modes, roles: role.roles, target: target)
    let findings = Rules.findings(
      Subject(image: image, target: target, verdicts: verdicts, suppressions: suppressions))
    let report = CheckReport(
      image: image, notes: NotesReport(image), verdicts: verdicts, findings: findings)
    if let problem = image.problem { complain("pvkit: \(problem)") }
    try writer.show(
      report, text: report.error == nil ? CheckText(report, style: .terminal()).lines : [])
    return status(image, verdicts, findings)
  }

  private func status(
    _ image: GuestImage, _ verdicts: [Verdict], _ findings: [Finding]
  ) -> ExitStatus {
    guard image.problem == nil else { return .failed }
    let clean = verdicts.allSatisfy(\.accepts) && findings.allSatisfy { $0.severity == .note }
    return clean ? .clean : .findings
  }
}
