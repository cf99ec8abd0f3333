// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The kernel's statements about itself, in notes or in its legacy string.
extension Subject {
  /// The legacy string, `KEY=VALUE,…`; nil if the section does not exist.
  var legacy: LegacyString? { elf?.legacy }

  /// Whether the kernel has the note, or, if it has no Xen notes, the legacy string has the key.
  func says(_ note: XenNote) -> Bool {
    guard xenNotes.isEmpty else { return loaderNotes.contains { $0.type == note.number } }
    return GuestStringKey.of(note).map { legacy?[$0.name] != nil } ?? false
  }

  /// Whether the kernel has the note or the key, even if the release does not read notes.
  func declares(_ note: XenNote) -> Bool {
    says(note) || unreadNotes.contains { $0.type == note.number }
  }

  /// Whether the kernel presents itself as a PV guest: it states where it is located or what it was
  /// built for.
  var claimsPV: Bool {
    xenNotes.isEmpty ? legacy != nil : Self.marksOfPV.contains { says($0) }
  }

  /// The severity of what makes PV loaders refuse the image: a note if PV was not asked for, an error
  /// if one of the verdicts is such a refusal. Where no verdict says so, it is an error unless the
  /// kernel can run as PVH.
  var worstForPV: Severity {
    guard asks(.pv) else { return .note }
    return isRefusedAsPV || pvh?.parameters.physicalEntry == nil ? .error : .note
  }

  /// Whether one of the verdicts is that a loader, which builds such guests, refuses the image as PV
  /// or in the PV shim.
  var isRefusedAsPV: Bool {
    verdicts.contains { ($0.mode == .pv || $0.mode == .shim) && $0.isBuilt && !$0.accepts }
  }

  /// Whether the release checks LOADER and XEN_VERSION of this PVH kernel as of one for PV, as 4.7 to
  /// 4.10 do.
  var needsPVNotesAsPVH: Bool {
    asks(.pvh) && says(.phys32Entry)
      && Dialect(host: .toolstack, release: target.xen).checksNotesOfPVH
      && Loaders.lack(of: .pvh, role: .domU, in: target.xen) == nil
  }

  private static let marksOfPV: [XenNote] = [.xenVersion, .virtBase, .entry, .loader]
}

/// The places of notes.
extension Subject {
  func place(of record: NoteRecord) -> Place {
    Place(
      note: record.note?.name, section: elf?.noteSection(at: record.offset)?.name,
      segment: nil, offset: record.offset)
  }

  /// The place of the note that counts, or, if there is none, of the legacy string, or of the
  /// missing note.
  func place(of note: XenNote) -> Place {
    if let record = loaderNotes.last(where: { $0.type == note.number }) { return place(of: record) }
    return Place(note: note.name, section: xenNotes.isEmpty ? LegacyString.sectionName : nil)
  }
}
