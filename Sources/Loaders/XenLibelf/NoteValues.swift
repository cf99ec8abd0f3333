// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Reads the descriptors of Xen notes (libelf-dominfo.c@4.17, elf_xen_parse_note).
extension NoteParser {
  mutating func take(_ note: NoteFields) throws(Refusal) {
    guard dialect.knows(note.type) else { return }
    if let rule = NoteRules.texts[note.type] {
      // A string that exceeds the image or is too long is skipped.
      guard let text = elf.string(at: note.descriptor) else { return }
      parameters.notes[note.type] = .string(text)
      rule(&parameters, text)
      if note.type == XenNote.features.number {
        try FeatureString.take(text, dialect, into: &parameters)
      }
    } else if let rule = NoteRules.numbers[note.type] {
      let value = number(note)
      parameters.notes[note.type] = .number(value)
      rule(&parameters, value)
    }
    if note.type == XenNote.supportedFeatures.number {
      parameters.supported |= word(note, 0) ?? 0
    } else if note.type == XenNote.phys32Reloc.number {
      takeRelocation(note)
    }
  }

  /// A number of 1, 2, 4 or 8 bytes; 0 for a descriptor of any other size. A number that determines
  /// the verdict must not come from memory with unknown content.
  private func number(_ note: NoteFields) -> UInt64 {
    let count = UInt64(note.descriptorSize)
    if NoteRules.decisive.contains(note.type), count > 0 {
      elf.requireKnown(note.descriptor, count: count)
    }
    return elf.unsigned(at: note.descriptor, count: count)
  }

  /// The 32-bit word `index` of a descriptor that consists of whole words; nil if it has fewer.
  private func word(_ note: NoteFields, _ index: UInt32) -> UInt32? {
    guard note.descriptorSize % 4 == 0, index < note.descriptorSize / 4 else { return nil }
    let pointer = note.descriptor &+ UInt64(index * 4)
    return UInt32(truncatingIfNeeded: elf.unsigned(at: pointer, count: 4))
  }

  /// Reads up to three words, as many as fit into the descriptor. If the descriptor does not
  /// consist of whole words, they are read as 0 (libelf-dominfo.c@4.19).
  private mutating func takeRelocation(_ note: NoteFields) {
    var relocation = parameters.relocation ?? GuestParameters.Relocation()
    if note.descriptorSize >= 4 {
      let alignment = word(note, 0) ?? 0
      relocation.alignment = alignment == .max ? nil : alignment
    }
    if note.descriptorSize >= 8 { relocation.least = word(note, 1) ?? 0 }
    if note.descriptorSize >= 12 { relocation.greatest = word(note, 2) ?? 0 }
    parameters.relocation = relocation
  }
}
