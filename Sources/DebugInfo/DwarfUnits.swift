// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import Glibc
import GuestImage

/// Limits the memory that libdw needs for a file's units. libdw stores every abbreviation that it
/// meets separately for each unit, even if many units share a table, so that a small file could
/// make it use any amount of memory. So the units and abbreviations are counted before libdw reads
/// the entries.
struct DwarfUnits {
  /// The maximum number of units; libdw uses about 1 KiB for each. All of Linux 2.6.39 has 17,445
  /// files of C and assembly with at most one unit each.
  private static let mostUnits = 1 << 17
  /// The maximum number of abbreviations of all units: 64 per unit. libdw uses 36 to 60 bytes for
  /// each, depending on the number in a table, which is at most half a GiB.
  private static let mostAbbreviations = 1 << 23
  /// The maximum number of attributes of an entry. Compilers write about a dozen; each look-up of
  /// an attribute goes through all of them.
  private static let mostAttributes = 1 << 10

  private let dwarf: OpaquePointer
  private let name: String
  private let table: UnsafeRawBufferPointer
  /// The number of abbreviations, by the offset of their table.
  private var known: [UInt64: Int] = [:]
  private var units = 0
  private var abbreviations = 0

  /// Checks the units of a file.
  ///
  /// - Parameter dwarf: an open handle from which nothing has been read yet.
  /// - Throws: `ImageError` if the units would need more memory than those of a kernel.
  static func check(_ dwarf: OpaquePointer, name: String) throws(ImageError) {
    var units = DwarfUnits(dwarf, name)
    try units.count(types: false)
    try units.count(types: true)
  }

  private init(_ dwarf: OpaquePointer, _ name: String) {
    self.dwarf = dwarf
    self.name = name
    table = Self.section(".debug_abbrev", of: dwarf)
  }

  /// A section as unpacked by libdw; empty if it does not exist.
  private static func section(_ name: String, of dwarf: OpaquePointer) -> UnsafeRawBufferPointer {
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    guard let elf = dwarf_getelf(dwarf) else { return none }
    var (names, section) = (0, OpaquePointer?.none)
    guard elf_getshdrstrndx(elf, &names) == 0 else { return none }
    let spellings = [name, ".z" + name.dropFirst(), name + ".dwo"]
    var found = none
    while let next = elf_nextscn(elf, section) {
      section = next
      var header = GElf_Shdr()
      guard gelf_getshdr(next, &header) != nil,
        // Compared in place, because the names of many sections can overlap in one long text.
        let text = elf_strptr(elf, names, Int(header.sh_name)),
        spellings.contains(where: { strcmp(text, $0) == 0 }),
        let data = elf_rawdata(next, nil)
      else { continue }
      found = UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
    }
    return found
  }

  /// Iterates over the unit headers of .debug_info or .debug_types.
  private mutating func count(types: Bool) throws(ImageError) {
    var (offset, next) = (Dwarf_Off(0), Dwarf_Off(0))
    var (header, version, address, width) = (0, Dwarf_Half(0), UInt8(0), UInt8(0))
    var start = Dwarf_Off(0)
    // The pointers also tell libdw which of the two sections to read.
    let signature = UnsafeMutablePointer<UInt64>.allocate(capacity: 2)
    defer { signature.deallocate() }
    while dwarf_next_unit(
      dwarf, offset, &next, &header, &version, &start, &address, &width,
      types ? signature : nil, types ? signature + 1 : nil) == 0
    {
      units += 1
      abbreviations += try abbreviations(at: start)
      guard units <= Self.mostUnits, abbreviations <= Self.mostAbbreviations, next > offset else {
        throw malformed("\(units) units with \(abbreviations) abbreviations, more than are read")
      }
      offset = next
    }
  }

  /// The number of abbreviations from an offset to the end of their table.
  private mutating func abbreviations(at start: UInt64) throws(ImageError) -> Int {
    if let count = known[start] { return count }
    guard start < UInt64(table.count) else { return 0 }
    var cursor = Leb128(table, at: Int(start))
    var count = 0
    // An abbreviation has a code, a tag and a flag for children; code 0 ends the table.
    while let code = cursor.next(), code != 0, cursor.next() != nil, cursor.skipByte() {
      count += 1
      guard abbreviations + count <= Self.mostAbbreviations else { return count }
      try skipAttributes(&cursor)
    }
    known[start] = count
    return count
  }

  /// Skips pairs of attribute and form, some followed by a constant, up to a pair of zeros.
  private func skipAttributes(_ cursor: inout Leb128) throws(ImageError) {
    var count = 0
    while let attribute = cursor.next(), let form = cursor.next(), attribute != 0 || form != 0 {
      if form == UInt64(DW_FORM_implicit_const) { _ = cursor.next() }
      count += 1
      guard count <= Self.mostAttributes else {
        throw malformed("an entry of more than \(Self.mostAttributes) attributes")
      }
    }
  }

  private func malformed(_ problem: String) -> ImageError {
    ImageError(
      image: name, problem: "its DWARF has \(problem)",
      cure: "give the file as the compiler or linker wrote it")
  }
}
