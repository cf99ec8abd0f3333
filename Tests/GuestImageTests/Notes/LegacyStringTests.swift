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

  @Test func absent() throws {
    #expect(try ElfFile(Bytes(ElfBuilder.guest.build()), name: "test").legacy == nil)
  }

  @Test func endlessTextIsCut() throws {
    let string = try #require(try legacy(String(repeating: "x,", count: 1 << 20)))
    #expect(string.text.utf8.count == LegacyString.mostBytes)
  }
}
