// SPDX-License-Identifier: Apache-2.0

import CElf

/// The tables of segments and sections, reached by the header's own entry size: a size of 0 makes
/// every entry the first (libelf-tools.c@4.17, elf_phdr_by_index, elf_shdr_by_index).
extension RawElf {
  var segmentCount: UInt64 { header(.segmentCount) }

  /// e_shnum, cut to what a file of this size could hold; uncut where bounds are not checked.
  var sectionCount: UInt64 {
    guard checksBounds else { return header(.sectionCount) }
    let most = blob.size / UInt64(MemoryLayout<Elf32_Shdr>.size)
    let count = header(.sectionCount)
    if count > most { markBroken("far too many section headers") }
    return min(count, most)
  }

  /// Reads and remarks at every call, so that `segments` and `sections` are kept.
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

  /// As many pointers as lie inside the image, up to the first that does not; all where bounds are
  /// not checked.
  private func accessible(_ pointers: some Sequence<UInt64>) -> [UInt64] {
    checksBounds ? Array(pointers.prefix { isAccessible($0) }) : Array(pointers)
  }

  /// Where section `index`'s header would be; nil when there are not so many.
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

  /// Whether a section has that name; "unknown" is everyone's when there is no table of names.
  private func isName(_ name: [UInt8], ofSection section: UInt64) -> Bool {
    if sectionNames == 0 { return name.elementsEqual("unknown".utf8) }
    return isString(name, at: sectionNames &+ value(.sectionName, at: section))
  }

  /// The first section of that name.
  func section(named name: String) -> UInt64? {
    let wanted = Array(name.utf8)
    return sections.first { !isLost && isName(wanted, ofSection: $0) }
  }

  /// PT_LOAD with any of R, W and X, or of W and X (elf_phdr_is_loadable).
  func isLoadable(_ segment: UInt64) -> Bool {
    let flags = PF_W | PF_X | (dialect.loadsReadOnlySegments ? PF_R : 0)
    return value(.segmentType, at: segment) == UInt64(PT_LOAD)
      && value(.segmentFlags, at: segment) & UInt64(flags) != 0
  }
}
