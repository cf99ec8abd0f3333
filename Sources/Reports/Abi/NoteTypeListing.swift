// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The types of Xen notes of a release, for `pvkit abi notes`.
public struct NoteTypeListing: JsonDocument {
  public static let form = JsonForm.abiNotes

  /// One note type.
  public struct Entry: Encodable, Sendable {
    /// The value of the note's type field.
    public let number: UInt32
    /// The name in the header, without XEN_ELFNOTE_.
    public let name: String
    /// The kind of value that the note holds.
    public let descriptor: String
    /// The first release that has the note type.
    public let since: String
    /// The meaning, in one sentence.
    public let meaning: String
  }

  /// The release of Xen.
  public let xen: String
  /// The note types that the release has.
  public let notes: [Entry]

  public init(release: XenRelease) {
    xen = release.description
    notes = XenNote.all.filter { $0.since <= release }.map {
      Entry(
        number: $0.number, name: $0.name, descriptor: $0.descriptor.rawValue,
        since: $0.since.description, meaning: $0.meaning)
    }
  }

  /// The lines of the table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = notes.map { entry in
      let number = entry.number < 0x1000 ? String(entry.number) : hex(entry.number)
      return [number, entry.name, entry.descriptor, entry.since, entry.meaning]
    }
    return emphasized(
      Table([["#", "name", "descriptor", "since", "meaning"]] + rows).lines(), style)
  }
}
