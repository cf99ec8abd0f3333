// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// What the kernel says of itself, in notes or in its legacy string.
extension Subject {
  /// The legacy string, `KEY=VALUE,…`; nil when there is no such section.
  var legacy: LegacyString? { elf?.legacy }

  /// Whether a note, or the legacy string in place of notes, says so.
  func says(_ note: XenNote) -> Bool {
    guard xenNotes.isEmpty else { return loaderNotes.contains { $0.type == note.number } }
    return GuestStringKey.of(note).map { legacy?[$0.name] != nil } ?? false
  }

  /// Whether it presents itself as a PV guest: it says where it lies or what it was built for.
  var claimsPV: Bool {
    xenNotes.isEmpty ? legacy != nil : Self.marksOfPV.contains { says($0) }
  }

  /// How bad it is that PV loaders refuse the image: a PVH guest can do without them.
  var worstForPV: Severity {
    pvh?.parameters.physicalEntry == nil ? .error : .note
  }

  private static let marksOfPV: [XenNote] = [.xenVersion, .virtBase, .entry, .loader]
}

/// Where the notes are.
extension Subject {
  func place(of record: NoteRecord) -> Place {
    Place(
      note: record.note?.name, section: elf?.noteSection(at: record.offset)?.name,
      segment: nil, offset: record.offset)
  }

  /// The place of the note that counts, of the legacy string in its stead, or of the note that
  /// should be there.
  func place(of note: XenNote) -> Place {
    if let record = loaderNotes.last(where: { $0.type == note.number }) { return place(of: record) }
    return Place(note: note.name, section: xenNotes.isEmpty ? LegacyString.sectionName : nil)
  }
}
