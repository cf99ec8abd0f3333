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
        pvkit code --notes /boot/vmlinuz    all that it has, notes included
        pvkit code --format json vmlinux | jq '.classes[].class'

      Exit codes: 0 no error and no warning; 1 otherwise; 2 usage; 3 an image \
      could not be read.
      """)

  @OptionGroup var release: ReleaseOption

  @Option(help: "domU or dom0.")
  var role = Treatment.Role.domU

  @Flag(help: "Show notes too.")
  var notes = false

  @OptionGroup var options: ImageOptions

  func run() throws { throw try options.worst(scan) }

  private func scan(_ path: String) throws -> ExitStatus {
    let image = try GuestImage.open(path: path, limit: options.maxUnpacked.bytes)
    if let problem = image.problem { throw problem }
    let scan = try CodeScan(image, release: release.xen, role: role)
    let report = CodeReport(scan, image: image, xen: release.xen)
    switch options.format {
    case .json: print(try renderJSON(report, .lines))
    case .text: print(lines: CodeText(report, style: .terminal(), showsNotes: notes).lines)
    }
    return scan.count(.error) + scan.count(.warning) == 0 ? .clean : .findings
  }
}

extension Treatment.Role: ExpressibleByArgument {}
