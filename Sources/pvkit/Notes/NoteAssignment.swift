// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

/// `NAME=VALUE`, an assignment to a note, with the value as the bytes of a descriptor.
struct NoteAssignment {
  let note: XenNote
  let descriptor: [UInt8]

  init(_ text: String, wordSize: Int) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    // Limit the length of the message; a value can have any length.
    let name = String(text.prefix(60))
    guard parts.count == 2 else {
      throw DescriptionError(description: "\(name): expected NAME=VALUE")
    }
    note = try Self.note(String(parts[0]))
    let arch = wordSize == 8 ? "x86_64" : "i386"
    let description = try GenerateNotes.parse(
      "arch \(arch)\n\(note.name) \(parts[1])\n", named: name)
    switch description.notes.first?.value {
    case .string(let string): descriptor = Array(string.utf8) + [0]
    case .number(let number):
      let size = note.number == XenNote.phys32Entry.number ? 4 : wordSize
      descriptor = (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    case .symbol, .symbol32, nil:
      throw DescriptionError(
        description: "\(name): expected a number; symbols are only for pvkit generate notes")
    }
  }

  static func note(_ name: String) throws -> XenNote {
    guard let note = XenNote.all.first(where: { $0.name == name || $0.macro == name }) else {
      throw unknown("note", name, among: XenNote.all.map(\.name))
    }
    return note
  }
}
