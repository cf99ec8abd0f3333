// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Testing

@testable import GuestTypes

/// What each kind of record becomes.
@Suite struct BtfTests {
  private func rows(_ builder: BtfBuilder, _ name: String) throws -> [String] {
    let layout = try #require(try builder.btf().layouts(of: [name])[name])
    return layout.members.map { "\($0.type) \($0.name) \($0.offset) \($0.size)" }
  }

  @Test func plainMembersAndNestedOnes() throws {
    var builder = BtfBuilder()
    let long = builder.int("long unsigned int", 8)
    let inner = builder.structure("inner", 8, [("x", long, 0)])
    let either = builder.structure("", 8, kind: .union, [("u", long, 0), ("v", inner, 0)])
    builder.structure("outer", 24, [("a", long, 0), ("in", inner, 64), ("", either, 128)])
    #expect(
      try rows(builder, "outer") == [
        "unsigned long a 0 8", "unsigned long in.x 8 8", "unsigned long u 16 8",
        "unsigned long v.x 16 8",
      ])
    let layout = try #require(try builder.btf().layouts(of: ["outer"])["outer"])
    #expect(layout.size == 24 && layout.kind == .struct)
  }

  @Test func arrays() throws {
    var builder = BtfBuilder()
    let int = builder.int("int", 4)
    let pair = builder.structure("pair", 8, [("a", int, 0), ("b", int, 32)])
    let row = builder.array(of: int, 3)
    let typedef = builder.add(.typedef, "row_t", row)
    let grid = builder.array(of: typedef, 2)
    let pairs = builder.array(of: builder.add(.const, pair), 4)
    builder.structure("x", 56, [("grid", grid, 0), ("pairs", pairs, 192)])
    #expect(try rows(builder, "x") == ["int grid[2][3] 0 24", "const struct pair pairs[4] 24 32"])
  }

  @Test func bitFields() throws {
    var builder = BtfBuilder()
    let uint = builder.int("unsigned int", 4)
    builder.structure(
      "new", 8, flag: true, [("a", uint, 28 << 24), ("b", uint, 4 << 24 | 28), ("c", uint, 32)])
    #expect(
      try rows(builder, "new") == [
        "unsigned int a:28 0 4", "unsigned int b:4 3 4", "unsigned int c 4 4",
      ])
    let three = builder.int("unsigned int", 4, bits: 3)
    builder.structure("old", 4, [("a", three, 0), ("b", three, 3)])
    #expect(try rows(builder, "old") == ["unsigned int a:3 0 4", "unsigned int b:3 0 4"])
  }

  @Test func spellings() throws {
    var builder = BtfBuilder()
    let char = builder.int("char", 1)
    let word = builder.add(.typedef, "uint32_t", builder.int("unsigned int", 4))
    let forward = builder.add(.forward, "page", 0)
    let prototype = builder.add(.prototype, count: 1, 0, [builder.string("n"), word])
    let members = [
      builder.add(.pointer, 0), builder.add(.pointer, builder.add(.const, char)),
      builder.add(.pointer, forward), builder.add(.pointer, prototype), word,
      builder.add(.pointer, builder.array(of: char, 3)), builder.add(.volatile, word),
      builder.enumeration("colour", [("RED", 1)]),
    ]
    builder.structure("x", 64, members.enumerated().map { ("m\($0)", $1, UInt32($0) * 64) })
    let types = try rows(builder, "x").map { $0.split(separator: " m")[0] }
    #expect(
      types == [
        "void *", "const char *", "struct page *", "void (*)(…)", "uint32_t", "char (*)[3]",
        "uint32_t", "enum colour",
      ])
  }

  @Test func aGuestHandleHasItsPointer() throws {
    var builder = BtfBuilder()
    let pointer = builder.add(.pointer, builder.int("long unsigned int", 8))
    let handle = builder.structure("__guest_handle_ulong", 8, [("p", pointer, 0)])
    builder.structure("x", 8, [("list", builder.add(.typedef, "handle_t", handle), 0)])
    #expect(try rows(builder, "x") == ["unsigned long * list.p 0 8"])
  }

  @Test func typedefsNameWhatHasNoTag() throws {
    var builder = BtfBuilder()
    let int = builder.int("int", 4)
    builder.add(.typedef, "op", builder.structure("", 4, [("a", int, 0)]))
    builder.add(.typedef, "both", builder.structure("other", 4, [("typedef", int, 0)]))
    builder.structure("both", 4, [("tag", int, 0)])
    builder.add(.typedef, "number", int)
    builder.add(.forward, "only", 0)
    let found = try builder.btf().layouts(of: ["op", "both", "number", "only", "none", ""])
    #expect(found.keys.sorted() == ["both", "op"])
    #expect(found["op"]?.members.map(\.name) == ["a"])
    #expect(found["both"]?.members.map(\.name) == ["tag"])
  }

  @Test func enumerators() throws {
    var builder = BtfBuilder()
    builder.enumeration("", [("A", 1), ("BIG", 0xffff_fffe), ("TWICE", 1)])
    builder.enumeration("signed", flag: true, [("MINUS", 0xffff_fffe), ("A", 1), ("TWICE", 2)])
    let wide = [builder.string("WIDE"), 7, 1]
    builder.add(.enum64, "wide", count: 1, 8, wide)
    let values = try builder.btf().constants(
      of: ["A", "BIG", "MINUS", "WIDE", "TWICE", "NONE", "wide"])
    #expect(values == ["A": 1, "BIG": 0xffff_fffe, "MINUS": -2, "WIDE": 1 << 32 | 7])
  }

  @Test func everyOtherKindIsStrodeOver() throws {
    var builder = BtfBuilder()
    let int = builder.int("int", 4)
    let function = builder.add(.function, "f", builder.add(.prototype, int))
    builder.add(.restrict, builder.add(.pointer, int))
    builder.add(.variable, "v", int, [1])
    builder.add(.dataSection, ".data", count: 2, 8, [1, 0, 4, 1, 4, 4])
    builder.add(.declarationTag, "tag", function, [0])
    builder.add(.typeTag, "user", int)
    let double = builder.add(.float, "double", 8)
    builder.structure("last", 8, [("d", double, 0)])
    #expect(try rows(builder, "last") == ["double d 0 8"])
  }
}
