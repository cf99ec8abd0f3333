// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage

struct NotesAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Write a copy of an image with additional Xen notes.",
    discussion: """
      Like `pvkit notes set`, but an error if the image already has such a note.

      Examples:
        pvkit notes add vmlinux SUSPEND_CANCEL=1 -o vmlinux.new
        pvkit notes add --legacy vmlinux PAE=yes -o vmlinux.new

      Exit codes: 0 written; 2 usage error; 3 the image could not be read or changed.
      """)

  @Argument(help: UnpackLimit.image, completion: .file()) var image: String
  @OptionGroup var changes: NoteChanges
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { rewrite in
      try changes.make(in: &rewrite) { name in
        throw ImageError(
          image: image, problem: "already has \(name)", cure: "use pvkit notes set to replace it")
      }
    }
  }
}
