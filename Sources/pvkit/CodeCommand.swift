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
        pvkit scan --notes /boot/vmlinuz    notes too
        pvkit scan --calls vmlinux          also each hypercall
        pvkit scan --suppress reviewed.txt vmlinux
        pvkit scan --format json vmlinux | jq '.classes[].class'
        pvkit scan --format gcc vmlinux     by source line, for an editor

      A suppression file lists instructions that somebody has reviewed and found correct. Each line \
      has a function (* for any), a class and the reason: `switch_to popf only the arithmetic flags \
      matter`. Wrong hypercalls have the classes unknownNumber, absent, \
      middleOfEntry, iretCalled, argumentLost, argumentUnset and readAfter. An entry that matches nothing is reported as stale.

      Exit codes: 0 no error, no warning, no stale suppression; 1 otherwise; 2 usage error; 3 an \
      image could not be read.
      """,
    aliases: ["code"])

  @OptionGroup var release: ReleaseOption

  @Option(help: "The domain that the kernel runs as.")
  var role = DomainRole.domU

  @Option(
    help: """
      Judge the code as that of a PV guest (pv) or of a guest in an HVM container, PVH or HVM \
      (container). (default: as the kernel's notes say)
      """)
  var setting: KernelSetting?

  @Flag(help: "Also report what cannot be decided or is only worth knowing.")
  var notes = false

  @Flag(help: "List every hypercall that the code makes.")
  var calls = false

  @OptionGroup var right: SuppressOptions

  @Flag(help: "Do not report stale suppressions, if the file is for several kernels.")
  var allowStale = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let check = CodeCheck(
      release: release.xen, role: role, setting: setting, suppressions: try right.read(),
      reportsStale: !allowStale)
    throw try options.worst(as: "pvkit scan") { path, writer in
      let file = try GuestImage.open(
        path: path, limit: options.input.maxUnpacked.bytes, readsPipes: true)
      let (images, isArchive) = try file.parts()
      // An object without code is nothing that an archive must not have.
      return try images.filter { !isArchive || $0.hasCode }.map { try scan($0, check, writer) }
        .max() ?? .clean
    }
  }

  private func scan(
    _ image: GuestImage, _ check: CodeCheck, _ writer: ReportWriter<CodeReport>
  ) throws -> ExitStatus {
    let report = try check.report(on: image)
    let text = CodeText(report, style: .terminal(), showsNotes: notes, showsCalls: calls)
    return try writer.show(report, notes: notes, text: text.lines)
  }
}

extension GuestImage {
  fileprivate var hasCode: Bool {
    (try? elf.get())?.sections.contains { $0.isExecutable && $0.size > 0 } ?? true
  }
}

extension KernelSetting: ExpressibleByArgument {}
