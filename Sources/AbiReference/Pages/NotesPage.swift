// SPDX-License-Identifier: Apache-2.0

import Base
import Generators
import HypervisorABI

/// notes.md: the ELF notes by which a kernel describes itself to a loader.
enum NotesPage {
  static let file = GeneratedFile(
    path: "notes.md",
    text: Markdown.page([
      "# ELF notes",
      NotesProse.head,
      Markdown.table(
        ["type", "name", "descriptor", "since", "meaning"],
        XenNote.all.map {
          [
            number($0.number), Markdown.code($0.macro), words[$0.descriptor] ?? "",
            $0.since.description, $0.meaning,
          ]
        }),
      NotesProse.legacy,
    ]))

  private static func number(_ type: UInt32) -> String {
    type < 0x1000 ? String(type) : hex(type)
  }

  private static let words: [XenNote.Descriptor: String] = [
    .string: "string", .number: "number", .address: "address", .numberPairs: "pairs of words",
    .bitmap: "32-bit words of a bitmap", .relocation: "alignment, least and greatest address",
    .opaque: "bytes of a dump",
  ]
}
