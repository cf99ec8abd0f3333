// SPDX-License-Identifier: Apache-2.0

import Base

/// The text form of `pvkit notes`: one line per note, below the tables that contain it.
public struct NotesText: Sendable {
  let listing: NotesListing
  let style: Style

  public init(_ listing: NotesListing, style: Style) {
    self.listing = listing
    self.style = style
  }

  /// The lines, without line ends.
  public var lines: [String] {
    [heading] + noteLines + legacyLines + listing.defects.map(defectLine)
  }

  private var heading: String {
    "\(style.paint(listing.image.printable, .strong)): \(listing.subject)"
  }

  private var noteLines: [String] {
    var lines: [String] = []
    var origins: [String] = []
    let rows = Table(listing.notes.map(row)).lines(indent: 4) { column, cell in
      column == 0 ? style.paint(cell, .strong) : cell
    }
    for (note, row) in zip(listing.notes, rows) {
      if note.origins != origins {
        origins = note.origins
        lines.append("  " + style.paint(origins.joined(separator: ", ").printable, .dim))
      }
      lines.append(row)
    }
    return lines
  }

  private func row(_ note: NoteEntry) -> [String] {
    let name = note.name.value ?? "owner \"\(note.owner.printable)\""
    return [name, "type \(note.type)", meaning(note)]
  }

  private func meaning(_ note: NoteEntry) -> String {
    guard let value = note.value.value else { return "\(note.size) bytes" }
    let hit = [note.section, note.symbol].compactMap { $0 }.joined(separator: " ")
    let features = note.features.map { ": " + $0.joined(separator: " ") } ?? ""
    let shown =
      note.features == nil || value.hasPrefix("0x") ? value.printable + features : value.printable
    return hit.isEmpty ? shown : "\(shown)  in \(hit.printable)"
  }

  private var legacyLines: [String] {
    guard let legacy = listing.legacy else { return [] }
    let rows = legacy.values.sorted { $0.key < $1.key }.map {
      [$0.key.printable, $0.value.printable]
    }
    return ["  " + style.paint("section __xen_guest", .dim)] + Table(rows).lines(indent: 4)
  }

  private func defectLine(_ defect: DefectEntry) -> String {
    "  \(style.paint("defect", .bad)): \(defect.origin.printable), offset \(defect.offset): \(defect.what)"
  }
}
