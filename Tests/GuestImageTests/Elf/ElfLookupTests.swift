// SPDX-License-Identifier: Apache-2.0

import CElf
import Testing

@testable import GuestImage

@Suite struct ElfLookupTests {
  let base = ElfBuilder.base

  private func guest() throws -> ElfFile { try open(ElfBuilder.guest) }

  private func open(_ builder: ElfBuilder) throws -> ElfFile {
    try ElfFile(Bytes(builder.build()), name: "test")
  }

  @Test func byVirtualAddress() throws {
    let elf = try guest()
    #expect(elf.segment(containing: base)?.index == 0)
    #expect(elf.segment(containing: base + 63)?.index == 0)
    #expect(elf.segment(containing: base + 64) == nil)
    #expect(elf.segment(containing: base + 0x10ff)?.index == 1)
    #expect(elf.section(containing: base + 0x1000)?.name == ".data")
    // The notes' section has address 0 but is not loaded.
    #expect(elf.section(containing: 0) == nil)
    #expect(elf.segment(containing: UInt64.max) == nil)
  }

  @Test func byPhysicalAddress() throws {
    #expect(try guest().segment(containingPhysical: 0x100_1000)?.index == 1)
    #expect(try guest().segment(containingPhysical: 0) == nil)
  }

  @Test func executable() throws {
    #expect(try guest().isExecutable(at: base))
    #expect(try !guest().isExecutable(at: base + 0x1000))
    #expect(try !guest().isExecutable(at: 0))
  }

  @Test func fileOffset() throws {
    let elf = try guest()
    let offset = try #require(elf.fileOffset(ofVirtual: base + 0x1001))
    #expect(elf.bytes[Int(offset)] == 1)
    // bss has no place in the file.
    #expect(elf.fileOffset(ofVirtual: base + 0x1020) == nil)
    #expect(elf.fileOffset(ofVirtual: 5) == nil)
  }

  @Test func machineNames() {
    #expect(ElfFile.machineName(UInt16(EM_386)) == "i386")
    #expect(ElfFile.machineName(UInt16(EM_ARM)) == "arm")
    #expect(ElfFile.machineName(0xfeed) == "EM_65261")
  }

  /// Symbols: name, info, section, value, size.
  private func symbols(_ list: [(String, Int32, UInt16, UInt64, UInt64)]) -> ElfBuilder {
    var names = ByteWriter(bytes: [0])
    var table = ByteWriter()
    table.pad(to: 24)
    for (name, type, section, value, size) in list {
      table.put(UInt32(names.bytes.count))
      table.put([UInt8(type), 0])
      table.put(section)
      table.put(value)
      table.put(size)
      names.put(Array(name.utf8) + [0])
    }
    var builder = ElfBuilder.guest
    let strings = UInt32(ElfBuilder.firstSection + builder.parts.count + 1)
    builder.parts += [
      .init(name: ".symtab", type: SHT_SYMTAB, contents: table.bytes, link: strings),
      .init(name: ".strtab", type: SHT_STRTAB, contents: names.bytes),
    ]
    return builder
  }

  @Test func symbolsByAddress() throws {
    let elf = try open(
      symbols([
        ("late", STT_FUNC, 1, base + 0x20, 4), ("label", STT_NOTYPE, 1, base + 0x10, 0),
        ("start", STT_FUNC, 1, base + 0x10, 16), ("outside", STT_FUNC, 0, base, 0),
        ("file.c", STT_FILE, 1, base + 0x11, 0),
      ]))
    let at = elf.symbol(at: base + 0x1f)
    #expect(at?.name == "start")
    #expect(at?.offset == 15)
    #expect(elf.symbol(at: base + 0x20)?.name == "late")
    #expect(elf.symbol(at: base + 0x0f) == nil)
    #expect(elf.symbol(at: 0) == nil)
    #expect(elf.symbol(at: base + 0x10)?.offset == 0)
  }

  @Test func noSymbols() throws { #expect(try guest().symbol(at: base) == nil) }

  @Test func symbolsOfHostileLink() throws {
    var builder = symbols([("start", STT_FUNC, 1, base, 16)])
    builder.parts[3].link = UInt32.max
    #expect(try open(builder).symbol(at: base) == nil)
  }
}
