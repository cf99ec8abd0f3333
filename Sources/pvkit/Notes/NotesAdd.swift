// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage

struct NotesAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Write a copy of an image with more Xen notes.",
    discussion: """
      As pvkit notes set does, but a note that is there already is refused.

      Examples:
        pvkit notes add vmlinux SUSPEND_CANCEL=1 -o vmlinux.new
        pvkit notes add --legacy vmlinux PAE=yes -o vmlinux.new

      Exit codes: 0 written; 2 usage; 3 it could not be, and why.
      """)

  @Argument(help: "A vmlinux, bzImage or gzipped ELF.", completion: .file()) var image: String
  @OptionGroup var changes: NoteChanges
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { rewrite in
      try changes.make(in: &rewrite) { name in
        throw ImageError(
          image: image, problem: "has \(name) already", cure: "replace it: pvkit notes set")
      }
    }
  }
}
