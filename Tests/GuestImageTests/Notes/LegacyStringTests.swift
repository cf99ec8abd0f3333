// SPDX-License-Identifier: Apache-2.0

import CElf
import Testing

@testable import GuestImage

@Suite struct LegacyStringTests {
  private func legacy(_ text: String) throws -> LegacyString? {
    var builder = ElfBuilder.guest
    builder.parts.append(
      .init(name: LegacyString.sectionName, type: SHT_PROGBITS, contents: Array(text.utf8)))
    return try ElfFile(Bytes(builder.build()), name: "test").legacy
  }

  @Test func pairs() throws {
    let string = try #require(try legacy("GUEST_OS=linux,PAE,A=b=c,,GUEST_OS=last\0junk=1"))
    #expect(string.section == 4)
    #expect(string.text == "GUEST_OS=linux,PAE,A=b=c,,GUEST_OS=last")
    #expect(string.pairs.map(\.key) == ["GUEST_OS", "PAE", "A", "GUEST_OS"])
    #expect(string["A"] == "b=c")
    #expect(string["PAE"] == "")
    #expect(string["GUEST_OS"] == "last")
    #expect(string["junk"] == nil)
  }

  /// The address that it has in the string, and none of an object file.
  @Test func hypercallPage() throws {
    func page(_ text: String, type: Int32 = ET_EXEC) throws -> UInt64? {
      var builder = ElfBuilder.guest
      builder.parts.removeAll { $0.type == SHT_NOTE }
      builder.parts.append(
        .init(name: LegacyString.sectionName, type: SHT_PROGBITS, contents: Array(text.utf8)))
      var bytes = builder.build()
      bytes[16] = UInt8(type)
      return try ElfFile(Bytes(bytes), name: "test").hypercallPage
    }
    let gnumach = "VIRT_BASE=0x40000000,ELF_PADDR_OFFSET=0x40000000,HYPERCALL_PAGE=0x2"
    #expect(try page(gnumach) == 0x4000_2000)
    #expect(try page(gnumach, type: ET_REL) == nil)
    #expect(try page("HYPERCALL_PAGE=2") == 0x2000)
    #expect(try page("VIRT_BASE=0x40000000") == nil)
  }

  @Test func absent() throws {
    #expect(try ElfFile(Bytes(ElfBuilder.guest.build()), name: "test").legacy == nil)
  }

  @Test func endlessTextIsCut() throws {
    let string = try #require(try legacy(String(repeating: "x,", count: 1 << 20)))
    #expect(string.text.utf8.count == LegacyString.mostBytes)
  }
}
