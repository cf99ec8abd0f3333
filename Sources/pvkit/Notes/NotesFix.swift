// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

struct NotesFix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Write a copy of an ELF whose notes loaders read as they are meant.",
    discussion: """
      Notes of a wrong owner in .note.Xen become Xen's, texts get their closing NUL, and all are \
      aligned to 4 bytes. What else `pvkit check` finds wants a decision, and stays.

      Example:
        pvkit notes fix gnumach -o gnumach.new && pvkit check gnumach.new

      Exit codes: 0 written; 1 nothing to mend, nothing written; 2 usage; 3 it could not be.
      """)

  @Argument(help: "A vmlinux.") var image: String
  @OptionGroup var options: RewriteOptions

  func run() throws {
    let opened = try GuestImage.open(path: image)
    var rewrite = try NoteRewrite(opened)
    let elf = try opened.elf.get()
    let before = rewrite.entries
    let isXens = elf.sections.contains { $0.isNote && $0.name == ".note.Xen" }
    for index in rewrite.entries.indices {
      var entry = rewrite.entries[index]
      guard let note = XenNote.number(entry.type) else { continue }
      if isXens && Self.isMistaken(entry.owner) { entry.owner = XenNote.owner }
      let isText = entry.owner == XenNote.owner && note.descriptor == .string
      if isText && entry.descriptor.last != 0 { entry.descriptor.append(0) }
      rewrite.entries[index] = entry
    }
    guard rewrite.entries != before else { throw ExitStatus.findings }
    try rewrite.bytes().withUnsafeBytes { try FileWriter.write($0, to: options.output) }
  }

  /// Not Xen's, and nobody's who puts notes of his own there.
  private static func isMistaken(_ owner: String) -> Bool {
    !["Xen", "GNU", "Linux", "stapsdt"].contains(owner)
  }
}
