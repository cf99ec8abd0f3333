// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorABI
import Reports

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed for Xen between two builds of a kernel.",
    discussion: """
      Compares the results of check, scan and abi verify for two images: the container, the Xen notes, the \
      verdicts, findings, instructions that a PV guest must not execute, the hypercalls that the \
      code makes, and the declarations of Xen's structures (BTF or DWARF). Findings are recognized by rule, \
      function, instruction, note or section, not by addresses, so that one that only moved is not new. \
      A package must have one kernel; if it has several, name one of them: `PACKAGE(FILE)`. \
      `pvkit abi diff` compares releases of Xen and source trees.

      Examples:
        pvkit diff vmlinux.old vmlinux
        pvkit diff --xen 4.20 vmlinuz-6.1 vmlinuz-6.12
        pvkit diff old.deb new.deb
        pvkit diff 'k.rpm(lib/modules/6.1/vmlinuz)' vmlinuz
        pvkit diff --format json old new | jq '.changes[] | select(.isWorse)'

      Exit codes: 0 nothing changed for the worse; 1 a loader no longer accepts the new image, a \
      finding is new, or a declaration is incompatible; 2 usage error; 3 an image could not be read.
      """)

  @OptionGroup var release: ReleaseOption
  @Option(help: "The output format.") var format = OutputFormat.text
  @OptionGroup var limit: UnpackLimit
  @Argument(
    help: "The old image, or a package (.deb, .rpm, tar, cpio) with it.", completion: .file())
  var before: String
  @Argument(help: "The new image, or a package with it.", completion: .file()) var after: String

  func run() throws {
    throw try attempt(
      { _ in
        let named = [before, after].map { NamedImage($0) }
        let images = try zip(named, NamedImage.titles(of: named)).map {
          try $0.open(title: $1, limit: limit.bytes)
        }
        let diff = try ImageDiff(images[0], images[1], in: release.xen)
        try ImageFile.checkWhole()
        switch format {
        case .json: print(try renderJSON(diff))
        case .text: print(lines: diff.lines(style: .terminal()))
        }
        return diff.worse > 0 ? .findings : .clean
      }, on: before,
      failed: { failure in
        if format == .json { print(try renderJSON(failure, of: ImageDiff.form)) }
      })
  }
}
