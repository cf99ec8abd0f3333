// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF file with the addresses that its code uses. A linked file keeps its own. An object file
/// is linked here, as a kernel links a module: each section and each undefined symbol gets an
/// address, and relocations are applied to a copy. Code that follows addresses then needs no
/// special case for object files.
struct LinkedElf: Sendable {
  let elf: ElfFile
  private let names: SymbolNames
  /// Nil for a linked file.
  private let layout: ObjectLayout?

  init(_ elf: ElfFile, _ names: SymbolNames) {
    self.elf = elf
    self.names = names
    layout = elf.header.type == UInt16(ET_REL) ? ObjectLayout(elf) : nil
  }

  /// Whether the file is linked already, and keeps its own addresses.
  var isLinked: Bool { layout == nil }

  /// The virtual address of a section.
  func address(of section: ElfFile.Section) -> UInt64 {
    layout?.addresses[section.index] ?? section.address
  }

  /// The bytes of a section with relocations applied; nil if it has no contents.
  func contents(of section: ElfFile.Section) -> Bytes? {
    layout?.contents(of: section) ?? elf.contents(of: section)
  }

  /// The relocation sections of an object file.
  var relocations: [Bytes?] { layout?.relocationBytes ?? [] }

  /// The contents and address of the first section of that name; nil if it has no address or is
  /// longer than 16 MiB.
  func table(_ name: String) -> (bytes: Bytes, address: UInt64)? {
    guard let section = elf.section(named: name), address(of: section) != 0,
      let bytes = contents(of: section), bytes.count <= 1 << 24
    else { return nil }
    return (bytes, address(of: section))
  }

  /// The address ranges of those symbols, in any section: up to their end or the next symbol.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    layout?.ranges(of: names) ?? self.names.ranges(of: names)
  }

  /// The words in that range; empty if no section contains it.
  func words(in range: Range<UInt64>) -> [UInt64] {
    let width = elf.width.rawValue / 8
    guard let section = elf.sections.first(where: { holds($0, range.lowerBound) }),
      let bytes = contents(of: section)
    else { return [] }
    let start = Int(range.lowerBound - address(of: section))
    return stride(from: start, to: start + range.count, by: width).compactMap {
      bytes.word(at: $0, elf.width)
    }
  }

  private func holds(_ section: ElfFile.Section, _ place: UInt64) -> Bool {
    let start = address(of: section)
    return section.isAllocated && start != 0 && place >= start && place - start < section.size
  }

  /// From the lowest section's start to the highest section's end; nil if no section has an
  /// address.
  var addresses: Range<UInt64>? {
    let parts = elf.sections.filter {
      $0.isAllocated && address(of: $0) > 0 && $0.size <= 1 << 32
    }
    guard let start = parts.map(address).min(),
      let end = parts.map({ address(of: $0) &+ $0.size }).max(), start < end
    else { return nil }
    return start..<end
  }
}
