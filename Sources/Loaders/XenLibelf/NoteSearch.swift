// SPDX-License-Identifier: Apache-2.0

import CElf

/// Searches for notes in libelf's order: PT_NOTE segments; if they have no Xen note, SHT_NOTE
/// sections; then, for PV only, the string in the section `__xen_guest` (libelf-dominfo.c@4.17,
/// elf_xen_parse).
extension NoteParser {
  mutating func search() throws(Refusal) {
    guard dialect.release.readsNotes else { return searchLegacyString() }
    if try searchSegments() > 0 {
      parameters.source = .ptNote
    } else if try searchSections() > 0 {
      parameters.source = .shtNote
    } else if !asPVH {
      searchLegacyString()
    }
  }

  /// The number of Xen notes in PT_NOTE segments. Segments at file offset 0, which old binutils
  /// wrote, are skipped.
  private mutating func searchSegments() throws(Refusal) -> Int {
    var found = 0
    for segment in elf.segments where elf.value(.segmentType, at: segment) == UInt64(PT_NOTE) {
      if elf.value(.segmentOffset, at: segment) == 0 { continue }
      found += try walk(from: elf.segmentStart(segment), to: elf.segmentEnd(segment))
    }
    return found
  }

  private mutating func searchSections() throws(Refusal) -> Int {
    var found = 0
    for section in elf.sections where elf.value(.sectionType, at: section) == UInt64(SHT_NOTE) {
      found += try walk(from: elf.sectionStart(section), to: elf.sectionEnd(section))
    }
    return found
  }

  private mutating func searchLegacyString() {
    guard let section = elf.section(named: "__xen_guest") else { return }
    parameters.source = .legacy
    parameters.sawNotes = false
    parseLegacyString(at: elf.sectionStart(section))
  }
}
