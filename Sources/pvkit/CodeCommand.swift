// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestCode
import GuestImage
import HypervisorABI
import Reports

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Find instructions in a kernel's code that a PV guest must not execute.",
    discussion: """
      A PV kernel runs outside ring 0, where some privileged instructions fault and others silently \
      do something else. The command decodes every executable section and reports each such \
      instruction with what Xen does and what to use instead. Code that the kernel itself replaces \
      or skips when it runs on Xen (paravirt and alternatives tables) is left out. What cannot be \
      decided is reported as a note.

      Examples:
        pvkit scan vmlinux
        pvkit scan --xen 3.1 arch/x86_64/kernel/built-in.o
        pvkit scan arch/x86_64/lib/lib.a    each object in it
        pvkit scan drivers/xen/xen-evtchn.ko.xz
        pvkit scan /lib/modules linux.deb   kernels and modules in directories and packages
        pvkit scan --xen all vmlinux        the result for each release
        pvkit scan --notes /boot/vmlinuz    notes too
        pvkit scan --calls vmlinux          also each hypercall
        pvkit scan --suppress reviewed.txt vmlinux
        pvkit scan --format json vmlinux | jq '.classes[].class'
        pvkit scan --format gcc vmlinux     by source line, for an editor
        pvkit scan --baseline known.json --update-baseline vmlinux
        pvkit scan --baseline known.json vmlinux   only what is new since

      A suppression file lists instructions that somebody has reviewed and found correct. Each line \
      has a function (* for any), a class and the reason: `switch_to popf only the arithmetic flags \
      matter`. Wrong hypercalls have the classes unknownNumber, absent, \
      middleOfEntry, iretCalled, argumentLost, argumentUnset and readAfter. An entry that matches nothing is \
      reported as stale; with several kernels, one that matches nothing in any of them, on standard error.

      Exit codes: 0 no error, no warning, no stale suppression; 1 otherwise; 2 usage error; 3 an \
      image could not be read.
      """,
    aliases: ["code"])

  @OptionGroup var release: ReleasesOption

  @Option(help: "The domain that the kernel runs as.")
  var role = DomainRole.domU

  @Option(
    help: """
      Check the code as that of a PV guest (pv) or of a guest in an HVM container, PVH or HVM \
      (container). (default: as the kernel's notes say)
      """)
  var setting: KernelSetting?

  @Flag(help: "Also report what cannot be decided or is only worth knowing.")
  var notes = false

  @Flag(help: "List every hypercall that the code makes.")
  var calls = false

  @OptionGroup var right: SuppressOptions

  @Flag(help: "Do not report stale suppressions, for a file that is also for other kernels.")
  var allowStale = false

  @OptionGroup var options: ReportOptions

  func validate() throws {
    guard !calls || release.xen.only != nil else {
      throw ValidationError("--calls takes one release (--xen)")
    }
  }

  func run() throws {
    for reading in release.xen.readings { complain("pvkit: \(reading)") }
    let check = CodeCheck(
      release: release.xen.only ?? .standard, role: role, setting: setting,
      suppressions: try right.read(),
      reportsStale: !allowStale, levels: Project.levels)
    let stale = StaleEverywhere()
    throw try release.xen.only == nil ? releases(check, stale) : scans(check, stale)
  }

  /// Scans for one release, with one report for each kernel, object or module.
  private func scans(_ check: CodeCheck, _ stale: StaleEverywhere) throws -> ExitStatus {
    let (notes, calls, collection) = (notes, calls, collection(stale))
    return try options.worst(
      as: "pvkit scan", asked: asked(check), [.kernels, .modules], stale: stale.entries()
    ) { subject -> [ImageResult<CodeReport>] in
      let (kernels, isArchive) = try Self.kernels(of: subject)
      return try kernels.map { image in
        var report = try check.report(on: image)
        collection.settle(&report, subject, isArchive)
        return ImageResult(report: report, notes: notes, isDetailed: notes || calls) { [report] in
          CodeText(report, style: .terminal(), showsNotes: notes, showsCalls: calls).lines
        }
      }
    }
  }

  /// What is done with the stale suppressions of each report.
  private struct StaleCollection: Sendable {
    /// Whether the run has a single input.
    let isOne: Bool
    /// The project file, if its suppressions are for other kernels than those of the command line.
    let foreignProject: String?
    /// Those that match nothing in any kernel of the run and any release.
    let everywhere: StaleEverywhere

    /// Moves the stale suppressions of a report to the collection, unless its kernel is the only one.
    func settle(_ report: inout CodeReport, _ subject: ImageSubject, _ isArchive: Bool) {
      if let foreignProject { report.dropStale(of: foreignProject) }
      guard !isOne || isArchive || subject.origin != .named else { return }
      everywhere.add(report.takeStale())
    }
  }

  private func collection(_ stale: StaleEverywhere) -> StaleCollection {
    let foreign = options.input.isProjects ? nil : Project.current.withLock { $0?.file }
    return StaleCollection(
      isOne: options.input.isOne, foreignProject: foreign, everywhere: stale)
  }

  private func asked(_ check: CodeCheck) -> [String: String] {
    var asked = [
      "--xen": release.xen.text, "--role": role.rawValue, "--notes": "\(notes)",
      "--calls": "\(calls)", "--allow-stale": "\(allowStale)",
    ]
    asked["--setting"] = setting?.rawValue
    asked["--suppress"] = SuppressOptions.asked(check.suppressions)
    return asked
  }

  /// Scans for several releases, with one table for each kernel, object or module.
  private func releases(_ check: CodeCheck, _ stale: StaleEverywhere) throws -> ExitStatus {
    let (notes, releases, collection) = (notes, release.xen.releases, collection(stale))
    return try options.worst(
      as: "pvkit scan", asked: asked(check), [.kernels, .modules], stale: stale.entries()
    ) { subject -> [ImageResult<ReleasesReport<CodeReport>>] in
      let (kernels, isArchive) = try Self.kernels(of: subject)
      return try kernels.map { image in
        let report = try check.report(on: image, in: releases) {
          collection.settle(&$0, subject, isArchive)
        }
        return ImageResult(report: report, notes: notes, isDetailed: notes) {
          ReleasesText(report, style: .terminal(), showsNotes: notes).lines
        }
      }
    }
  }

  private static func kernels(
    of subject: ImageSubject
  ) throws -> (kernels: [GuestImage], isArchive: Bool) {
    guard case .image(let file) = subject.content else { return ([], false) }
    let (images, isArchive) = try file.parts()
    // In an archive or a directory, objects without code are normal. A module without code is a
    // module all the same.
    let kernels = images.filter {
      !(isArchive || subject.origin != .named) || $0.kinds == .modules || $0.hasCode
    }
    return (kernels, isArchive)
  }
}

extension GuestImage {
  fileprivate var hasCode: Bool {
    (try? elf.get())?.sections.contains { $0.isExecutable && $0.size > 0 } ?? true
  }
}

extension KernelSetting: ExpressibleByArgument {}
