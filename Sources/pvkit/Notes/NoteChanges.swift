// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorABI

/// The assignments of a command: to notes, or to keys of the legacy string.
struct NoteChanges: ParsableArguments {
  @OptionGroup var place: NotePlaceOption

  @Argument(help: "The changes: NAME=VALUE, with values as for `pvkit generate notes`.") var notes:
    [String]

  /// Checks what does not depend on the image, which may take long to read. Values of notes do: a
  /// number has the size of an address.
  func validate() throws {
    try NoteAssignment.checkUnique(
      notes.map { text in
        try place.legacy
          ? GuestStringAssignment(text).pair.key : NoteAssignment.parts(text).note.name
      })
  }

  /// Makes the changes.
  ///
  /// - Parameter present: called with the name of each note or key that is already present, before
  ///   it is replaced.
  func make(
    in rewrite: inout NoteRewrite, present: (_ name: String) throws -> Void
  ) throws {
    for text in notes {
      if place.legacy {
        try set(try GuestStringAssignment(text).pair, in: &rewrite, present)
      } else {
        try set(try NoteAssignment(text, wordSize: rewrite.wordSize), in: &rewrite, present)
      }
    }
  }

  private func set(
    _ change: NoteAssignment, in rewrite: inout NoteRewrite, _ present: (String) throws -> Void
  ) throws {
    let entry = NoteRewrite.Entry(
      owner: XenNote.owner, type: change.note.number, descriptor: change.descriptor)
    guard let last = rewrite.entries.lastIndex(where: { $0.isXen(change.note) }) else {
      return rewrite.entries.append(entry)
    }
    try present(change.note.name)
    rewrite.entries[last] = entry
    let others = rewrite.entries[..<last].filter { !$0.isXen(change.note) }
    rewrite.entries.replaceSubrange(..<last, with: others)
  }

  private func set(
    _ pair: LegacyString.Pair, in rewrite: inout NoteRewrite, _ present: (String) throws -> Void
  ) throws {
    guard let last = rewrite.pairs.lastIndex(where: { $0.key == pair.key }) else {
      return rewrite.pairs.append(pair)
    }
    try present(pair.key)
    rewrite.pairs[last] = pair
    let others = rewrite.pairs[..<last].filter { $0.key != pair.key }
    rewrite.pairs.replaceSubrange(..<last, with: others)
  }
}

/// Whether a command changes notes or the legacy string.
struct NotePlaceOption: ParsableArguments {
  @Flag(help: "Change the string __xen_guest instead of notes.") var legacy = false
}

extension NoteRewrite.Entry {
  /// Whether the entry is this note: the owner is Xen's, and the type is the note's number.
  func isXen(_ note: XenNote) -> Bool { owner == XenNote.owner && type == note.number }
}
