// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import Glibc
import GuestImage

/// What libdw would keep of a file's units. It remembers every abbreviation that it meets for each
/// unit anew, also where many units are read by the same table, so that a small file could make it
/// take any amount of memory: the units are counted before it reads their entries.
struct DwarfUnits {
  /// All of Linux 2.6.39 is 17,445 files of C and assembly, each one unit at most. libdw takes a KiB
  /// for each.
  private static let mostUnits = 1 << 17
  /// Of all units together: 64 for each of so many. libdw takes 36 to 60 bytes for each, according to
  /// how many stand in a table, so that it has half a GiB at the most.
  private static let mostAbbreviations = 1 << 23
  /// Of one entry. Compilers write a dozen; all are gone through for each that is asked for.
  private static let mostAttributes = 1 << 10

  private let dwarf: OpaquePointer
  private let name: String
  private let table: UnsafeRawBufferPointer
  /// How many abbreviations stand in the table at that offset.
  private var known: [UInt64: Int] = [:]
  private var units = 0
  private var abbreviations = 0

  /// - Parameter dwarf: open, and nothing read of it yet.
  /// - Throws: when the units would take more memory than those of a kernel.
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

  /// A section as libdw has unpacked it; empty without one.
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
        // Compared where it stands: the names of many sections may be one long text.
        let text = elf_strptr(elf, names, Int(header.sh_name)),
        spellings.contains(where: { strcmp(text, $0) == 0 }),
        let data = elf_rawdata(next, nil)
      else { continue }
      found = UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
    }
    return found
  }

  /// Goes through the headers of .debug_info, or of .debug_types.
  private mutating func count(types: Bool) throws(ImageError) {
    var (offset, next) = (Dwarf_Off(0), Dwarf_Off(0))
    var (header, version, address, width) = (0, Dwarf_Half(0), UInt8(0), UInt8(0))
    var start = Dwarf_Off(0)
    // That they are asked for tells libdw which of the two sections is meant.
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

  /// How many there are from that offset to the end of their table.
  private mutating func abbreviations(at start: UInt64) throws(ImageError) -> Int {
    if let count = known[start] { return count }
    guard start < UInt64(table.count) else { return 0 }
    var cursor = Leb128(table, at: Int(start))
    var count = 0
    // The code, the tag and whether there are children; a code of 0 ends the table.
    while let code = cursor.next(), code != 0, cursor.next() != nil, cursor.skipByte() {
      count += 1
      guard abbreviations + count <= Self.mostAbbreviations else { return count }
      try skipAttributes(&cursor)
    }
    known[start] = count
    return count
  }

  /// Pairs of name and form, of which a constant may follow, up to a pair of zeros.
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
