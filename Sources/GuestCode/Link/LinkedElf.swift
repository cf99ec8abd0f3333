// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF as its code sees it. What is linked lies where it says; an object is linked here, as a
/// kernel does with a module: each section gets an address, each symbol that is elsewhere gets one
/// too, and relocations are carried out in a copy. So all that follows addresses knows one kind.
struct LinkedElf: Sendable {
  let elf: ElfFile
  private let names: SymbolNames
  /// Of an object.
  private let layout: ObjectLayout?

  init(_ elf: ElfFile, _ names: SymbolNames) {
    self.elf = elf
    self.names = names
    layout = elf.header.type == UInt16(ET_REL) ? ObjectLayout(elf) : nil
  }

  /// Its addresses are its own.
  var isLinked: Bool { layout == nil }

  /// Where a section lies.
  func address(of section: ElfFile.Section) -> UInt64 {
    layout?.addresses[section.index] ?? section.address
  }

  /// A section's bytes as they are when it runs; nil when there are none.
  func contents(of section: ElfFile.Section) -> Bytes? {
    layout?.contents(of: section) ?? elf.contents(of: section)
  }

  /// The tables by which an object is linked here.
  var relocations: [Bytes?] { layout?.relocationBytes ?? [] }

  /// The first section of that name, and where it lies; nil when it lies nowhere.
  func table(_ name: String) -> (bytes: Bytes, address: UInt64)? {
    guard let section = elf.section(named: name), address(of: section) != 0,
      let bytes = contents(of: section), bytes.count <= 1 << 24
    else { return nil }
    return (bytes, address(of: section))
  }

  /// The addresses of those symbols, wherever they lie, up to the next one or their end.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    layout?.ranges(of: names) ?? self.names.ranges(of: names)
  }

  /// The words there; empty where no section has them.
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

  /// From the first section's address to the last one's end; nil without any.
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
