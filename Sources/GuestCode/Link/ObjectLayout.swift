// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// Virtual addresses for the sections and the undefined symbols of an object file.
struct ObjectLayout: Sendable {
  /// The bytes reserved for each undefined symbol: enough for a hypercall page.
  private static let elsewhereSize: UInt64 = 8192

  private let elf: ElfFile
  private let symbols: ObjectSymbols
  /// The address of each section; 0 for one that takes no memory.
  let addresses: [UInt64]
  /// The address of the first undefined symbol.
  private let elsewhere: UInt64
  /// The relocation sections, by the index of the section that they change.
  private let relocations: [Int: [ElfFile.Section]]

  init(_ elf: ElfFile) {
    self.elf = elf
    symbols = ObjectSymbols(elf)
    // Linux's own ranges for the kernel and its modules, so that 32-bit displacements reach both.
    let isWide = elf.width == .bits64
    elsewhere = isWide ? 0xffff_ffff_8000_0000 : 0x8000_0000
    var next: UInt64 = isWide ? 0xffff_ffff_c000_0000 : 0xd000_0000
    addresses = elf.sections.map { section in
      guard section.isAllocated, section.size <= UInt64(elf.bytes.count) || !section.hasContents
      else { return 0 }
      let place = (next &+ 4095) & ~4095
      next = place &+ min(section.size, 1 << 28)
      return place
    }
    relocations = Dictionary(
      grouping: elf.sections.filter { $0.type == UInt32(SHT_RELA) || $0.type == UInt32(SHT_REL) }
    ) { Int($0.info) }
  }

  /// The contents of all relocation sections.
  var relocationBytes: [Bytes?] {
    relocations.values.flatMap { tables in tables.map { elf.contents(of: $0) } }
  }

  /// The section's bytes with its relocations applied; nil if it has no contents or no relocations.
  func contents(of section: ElfFile.Section) -> Bytes? {
    guard let tables = relocations[section.index], let bytes = elf.contents(of: section) else {
      return nil
    }
    var copy = bytes.array
    for table in tables {
      for one in Relocation.all(in: table, of: elf) {
        one.apply(to: &copy, at: addresses[section.index], value: address(of: one.symbol))
      }
    }
    return Bytes(copy)
  }

  /// The address of a symbol by its index; nil if it cannot be determined.
  private func address(of index: Int) -> UInt64? {
    guard let symbol = symbols[index] else { return nil }
    switch symbol.section {
    case UInt16(SHN_UNDEF), UInt16(SHN_COMMON):
      return elsewhere &+ UInt64(index) &* Self.elsewhereSize
    case UInt16(SHN_ABS): return symbol.value
    default:
      guard addresses.indices.contains(Int(symbol.section)), addresses[Int(symbol.section)] != 0
      else { return nil }
      return addresses[Int(symbol.section)] &+ symbol.value
    }
  }

  /// The address ranges of the symbols of those names, defined or undefined.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    var found: [String: Range<UInt64>] = [:]
    for (index, name) in symbols.all(named: names) {
      guard let start = address(of: index), let symbol = symbols[index] else { continue }
      let size = symbol.section == UInt16(SHN_UNDEF) ? Self.elsewhereSize : symbol.size
      let (end, overflow) = start.addingReportingOverflow(size)
      if !overflow, size <= UInt64(Int.max) { found[name] = start..<end }
    }
    return found
  }
}
