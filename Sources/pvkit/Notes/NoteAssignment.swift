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
    let (note, value) = try Self.parts(text)
    self.note = note
    let meant: NoteDescription.Value
    do throws(NoteFile.Problem) {
      meant = try NoteFile.value(of: note, value, wordSize == 8 ? .x86_64 : .i386)
    } catch {
      throw ValidationError("\(Self.shown(text)): \(error.message)")
    }
    switch meant {
    case .string(let string): descriptor = Array(string.utf8) + [0]
    case .number(let number):
      let size = note.number == XenNote.phys32Entry.number ? 4 : wordSize
      descriptor = (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    case .symbol, .symbol32:
      throw ValidationError(
        "\(Self.shown(text)): expected a number; symbols are only for pvkit generate notes")
    }
  }

  /// The note of an assignment, and the text of its value.
  static func parts(_ text: String) throws -> (note: XenNote, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw ValidationError("\(shown(text)): expected NAME=VALUE") }
    return (try note(String(parts[0])), String(parts[1]))
  }

  static func note(_ name: String) throws -> XenNote {
    guard let note = XenNote.all.first(where: { $0.name == name || $0.macro == name }) else {
      let names = XenNote.all.map(\.name)
      throw unknown(
        "note", shown(name), among: names,
        otherwise: "notes are \(names.joined(separator: ", "))")
    }
    return note
  }

  /// The beginning of an assignment for a message: a value can have any length.
  static func shown(_ text: String) -> String { String(text.prefix(60)) }

  /// Checks that no name is given twice: only one of its values could be written.
  ///
  /// - Throws: `ValidationError`.
  static func checkUnique(_ names: [String]) throws {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw ValidationError("\(name) is given twice")
    }
  }
}
