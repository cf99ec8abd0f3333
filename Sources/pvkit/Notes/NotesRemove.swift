// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

struct NotesRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Write a copy of an ELF without some of its Xen notes.",
    discussion: """
      Example:
        pvkit notes remove vmlinux PHYS32_ENTRY -o vmlinux.new

      Exit codes: 0 written; 2 usage; 3 it could not be, or there is no such note.
      """)

  @Argument(help: "A vmlinux.") var image: String
  @Argument(help: "Names of notes.") var notes: [String]
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { rewrite in
      for name in notes {
        let note = try NoteAssignment.note(name)
        let count = rewrite.entries.count
        rewrite.entries.removeAll { $0.owner == XenNote.owner && $0.type == note.number }
        guard rewrite.entries.count < count else {
          throw DescriptionError(description: "\(image): has no note \(note.name)")
        }
      }
    }
  }
}
