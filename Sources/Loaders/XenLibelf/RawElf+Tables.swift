// SPDX-License-Identifier: Apache-2.0

import CElf

/// The tables of segments and sections, accessed with the entry size in the header. With a size of
/// 0, every entry is the first one (libelf-tools.c@4.17, elf_phdr_by_index, elf_shdr_by_index).
extension RawElf {
  var segmentCount: UInt64 { header(.segmentCount) }

  /// e_shnum, limited to what a file of this size can hold; unlimited where bounds are not checked.
  var sectionCount: UInt64 {
    guard checksBounds else { return header(.sectionCount) }
    let most = blob.size / UInt64(MemoryLayout<Elf32_Shdr>.size)
    let count = header(.sectionCount)
    if count > most { markBroken("far too many section headers") }
    return min(count, most)
  }

  /// Reads the table and reports defects at every call; `segments` and `sections` cache the result.
  var accessibleSegments: [UInt64] {
    let table = base &+ header(.segmentTable)
    let size = header(.segmentSize)
    return accessible((0..<segmentCount).lazy.map { self.pointer(table &+ size &* $0) })
  }

  func accessibleSections(from first: UInt64) -> [UInt64] {
    let (table, size, count) = (
      base &+ header(.sectionTable), header(.sectionSize), sectionCount
    )
    guard first < count else { return [] }
    return accessible((first..<count).lazy.map { self.pointer(table &+ size &* $0) })
  }

  /// The pointers before the first one that is outside the image; all where bounds are not checked.
  private func accessible(_ pointers: some Sequence<UInt64>) -> [UInt64] {
    checksBounds ? Array(pointers.prefix { isAccessible($0) }) : Array(pointers)
  }

  /// The pointer to the header of a section; nil if there are fewer sections.
  func section(_ index: UInt64) -> UInt64? {
    guard index < sectionCount else { return nil }
    let pointer = sectionPointer(index)
    return pointer == 0 ? nil : pointer
  }

  func sectionPointer(_ index: UInt64) -> UInt64 {
    pointer(base &+ header(.sectionTable) &+ header(.sectionSize) &* index)
  }

  func sectionStart(_ section: UInt64) -> UInt64 {
    pointer(base &+ value(.sectionOffset, at: section))
  }

  func sectionEnd(_ section: UInt64) -> UInt64 {
    pointer(sectionStart(section) &+ value(.sectionBytes, at: section))
  }

  func segmentStart(_ segment: UInt64) -> UInt64 { base &+ value(.segmentOffset, at: segment) }

  func segmentEnd(_ segment: UInt64) -> UInt64 {
    segmentStart(segment) &+ value(.fileSize, at: segment)
  }

  /// Whether a section has a name. Without a table of names, every section has the name "unknown".
  private func isName(_ name: [UInt8], ofSection section: UInt64) -> Bool {
    if sectionNames == 0 { return name.elementsEqual("unknown".utf8) }
    return isString(name, at: sectionNames &+ value(.sectionName, at: section))
  }

  /// The first section with a name.
  func section(named name: String) -> UInt64? {
    let wanted = Array(name.utf8)
    return sections.first { !isLost && isName(wanted, ofSection: $0) }
  }

  /// Whether a segment is PT_LOAD and has any of the flags R, W and X, or in older releases W or X
  /// (elf_phdr_is_loadable).
  func isLoadable(_ segment: UInt64) -> Bool {
    let flags = PF_W | PF_X | (dialect.loadsReadOnlySegments ? PF_R : 0)
    return value(.segmentType, at: segment) == UInt64(PT_LOAD)
      && value(.segmentFlags, at: segment) & UInt64(flags) != 0
  }
}
