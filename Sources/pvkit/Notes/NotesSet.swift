// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

struct NotesSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Write a copy of an ELF with notes set: replaced, or added at the end.",
    discussion: """
      The new notes stand behind the end of the file, and PT_NOTE leads there: no byte that is \
      loaded changes. Numbers take as many bytes as an address of the kernel's.

      Examples:
        pvkit notes set vmlinux GUEST_OS=mine PADDR_OFFSET=0 -o vmlinux.new
        pvkit notes set --new vmlinux SUSPEND_CANCEL=1 -o vmlinux.new

      Exit codes: 0 written; 2 usage; 3 it could not be.
      """)

  @Flag(name: .customLong("new"), help: "Refuse a note that is there already.") var onlyNew = false
  @Argument(help: "A vmlinux.") var image: String
  @Argument(help: "NAME=VALUE, as in a description of pvkit generate notes.") var notes: [String]
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { rewrite in
      for text in notes { try set(text, in: &rewrite) }
    }
  }

  private func set(_ text: String, in rewrite: inout NoteRewrite) throws {
    let change = try NoteAssignment(text, wordSize: rewrite.wordSize)
    let entry = NoteRewrite.Entry(
      owner: XenNote.owner, type: change.note.number, descriptor: change.descriptor)
    let present = rewrite.entries.indices.filter {
      rewrite.entries[$0].owner == XenNote.owner && rewrite.entries[$0].type == entry.type
    }
    guard let last = present.last else { return rewrite.entries.append(entry) }
    guard !onlyNew else {
      throw DescriptionError(
        description: "\(image): \(change.note.name) is there already; leave --new out to replace it"
      )
    }
    rewrite.entries[last] = entry
    for index in present.dropLast().reversed() { rewrite.entries.remove(at: index) }
  }
}
