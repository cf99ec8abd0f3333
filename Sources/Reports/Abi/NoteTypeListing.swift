// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The types of Xen notes of a release, for `pvkit abi notes`.
public struct NoteTypeListing: JsonDocument {
  public static let form = JsonForm.abiNotes

  /// One type of note.
  public struct Entry: Encodable, Sendable {
    /// The note's type field.
    public let number: UInt32
    /// The header's, without XEN_ELFNOTE_.
    public let name: String
    /// What kind of value it has.
    public let descriptor: String
    /// The release that brought it.
    public let since: String
    /// In one sentence.
    public let meaning: String
  }

  /// The release.
  public let xen: String
  /// Those that it has.
  public let notes: [Entry]

  public init(release: XenRelease) {
    xen = release.description
    notes = XenNote.all.filter { $0.since <= release }.map {
      Entry(
        number: $0.number, name: $0.name, descriptor: $0.descriptor.rawValue,
        since: $0.since.description, meaning: $0.meaning)
    }
  }

  /// The table, without line ends.
  public func lines(style: Style) -> [String] {
    let rows = notes.map { entry in
      let number = entry.number < 0x1000 ? String(entry.number) : hex(entry.number)
      return [number, entry.name, entry.descriptor, entry.since, entry.meaning]
    }
    return emphasized(
      Table([["#", "name", "descriptor", "since", "meaning"]] + rows).lines(), style)
  }
}
