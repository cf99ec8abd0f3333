// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

struct NotesRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Write a copy of an image without some of its Xen notes.",
    discussion: """
      Examples:
        pvkit notes remove vmlinux PHYS32_ENTRY -o vmlinux.new
        pvkit notes remove --legacy vmlinux PAE BSD_SYMTAB -o vmlinux.new

      Exit codes: 0 written; 2 usage error; 3 there is no such note, or the image could not be changed.
      """)

  @OptionGroup var place: NotePlaceOption
  @Argument(help: UnpackLimit.image, completion: .file()) var image: String
  @Argument(help: "The notes to remove, or with --legacy the keys.") var notes: [String]
  @OptionGroup var options: RewriteOptions

  func validate() throws {
    try NoteAssignment.checkUnique(
      notes.map { try place.legacy ? $0 : NoteAssignment.note($0).name })
  }

  func run() throws {
    try options.rewrite(image) { rewrite in
      for name in notes {
        let isRemoved =
          place.legacy
          ? rewrite.pairs.remove { $0.key == name }
          : rewrite.entries.remove(try note(name))
        guard isRemoved else {
          throw ImageError(
            image: image, problem: "has no \(place.legacy ? "key" : "note") \(name)",
            cure: "pvkit notes lists what it has")
        }
      }
    }
  }

  private func note(_ name: String) throws -> (NoteRewrite.Entry) -> Bool {
    let note = try NoteAssignment.note(name)
    return { $0.isXen(note) }
  }
}

extension Array {
  /// Removes the matching elements, and returns whether there were any.
  fileprivate mutating func remove(_ isMeant: (Element) -> Bool) -> Bool {
    let before = count
    removeAll(where: isMeant)
    return count < before
  }
}
