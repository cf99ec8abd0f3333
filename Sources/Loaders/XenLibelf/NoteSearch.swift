// SPDX-License-Identifier: Apache-2.0

import CElf

/// Where libelf looks for the notes: PT_NOTE segments; when they held no Xen note, SHT_NOTE
/// sections; then, PV only, the string in section `__xen_guest` (libelf-dominfo.c@4.17,
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

  /// The number of Xen notes in PT_NOTE segments. Those at file offset 0 are passed over: old
  /// binutils wrote that.
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
