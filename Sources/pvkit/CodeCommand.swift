// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestCode
import GuestImage
import Reports

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Find the instructions that a PV guest's kernel must not execute.",
    discussion: """
      A PV kernel runs outside ring 0: some instructions fault, some do \
      something else without a word. Every executable section is gone through, \
      and each such instruction is told with what Xen makes of it and what to \
      do instead. What a kernel that knows Xen keeps for the bare machine is \
      left out; of what nothing can be told, there is a note.

      Examples:
        pvkit code vmlinux
        pvkit code --xen 3.1 arch/x86_64/kernel/built-in.o
        pvkit code arch/x86_64/lib/lib.a    each object of it
        pvkit code drivers/xen/xen-evtchn.ko.xz
        pvkit code --notes /boot/vmlinuz    all that it has, notes included
        pvkit code --calls vmlinux          and where it calls Xen
        pvkit code --suppress right.txt vmlinux
        pvkit code --format json vmlinux | jq '.classes[].class'
        pvkit code --format gcc vmlinux     by lines of source, for an editor

      A file of suppressions has a line for each function and class that was \
      looked at and found right, with the reason: `switch_to popf only the \
      arithmetic flags matter`; * is any function. Wrong calls of Xen are of the \
      classes unknownNumber, middleOfEntry, iretCalled, argumentLost, readAfter. \
      One that covers nothing is told, as stale.

      Exit codes: 0 no error, no warning, nothing stale; 1 otherwise; 2 usage; 3 an image \
      could not be read.
      """)

  @OptionGroup var release: ReleaseOption

  @Option(help: "domU or dom0.")
  var role = Treatment.Role.domU

  @Flag(help: "Show notes too.")
  var notes = false

  @Flag(help: "Show every call of Xen.")
  var calls = false

  @OptionGroup var right: SuppressOptions

  @Flag(help: "Say nothing of suppressions that cover nothing: they are for many kernels.")
  var allowStale = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let suppressions = try right.read()
    throw try options.worst(as: "pvkit code") { path, writer in
      let file = try GuestImage.open(path: path, limit: options.input.maxUnpacked.bytes)
      let image = try file.packedObject() ?? file
      guard let archive = try ElfArchive(image) else {
        return try scan(image, suppressions, writer)
      }
      // An object without code is nothing that an archive must not have.
      return try archive.members.filter(\.hasCode).map { try scan($0, suppressions, writer) }.max()
        ?? .clean
    }
  }

  private func scan(
    _ image: GuestImage, _ suppressions: Suppressions, _ writer: ReportWriter<CodeReport>
  ) throws -> ExitStatus {
    if let problem = image.problem { throw problem }
    var scan = try CodeScan(image, release: release.xen, role: role)
    let (count, stale) = scan.suppress(by: suppressions)
    let report = CodeReport(
      scan, image: image, xen: release.xen, suppressed: count, stale: allowStale ? [] : stale)
    let text = CodeText(report, style: .terminal(), showsNotes: notes, showsCalls: calls)
    try writer.show(report, notes: notes, text: text.lines)
    return report.hasFindings ? .findings : .clean
  }
}

extension GuestImage {
  fileprivate var hasCode: Bool {
    (try? elf.get())?.sections.contains { $0.isExecutable && $0.size > 0 } ?? true
  }
}

extension Treatment.Role: ExpressibleByArgument {}
