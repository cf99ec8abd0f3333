// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

/// The rules of i386 and x86_64 System V, one by one.
@Suite struct LayoutEngineTests {
  private func area(
    _ fields: [Field], kind: Aggregate = .struct, packed: Bool = false,
    release: XenRelease = .standard, on architecture: Architecture
  ) throws -> LayoutEngine.Area {
    let structure = Structure("sample", "sample.h", kind: kind, packed: packed, fields)
    let engine = LayoutEngine(view: InterfaceView(release), architecture: architecture)
    return try #require(engine.area(of: structure))
  }

  @Test func alignsEightBytesToFourOnI386() throws {
    let fields = [Field(.u32, "a"), Field(.u64, "b")]
    let narrow = try area(fields, on: .i386)
    let wide = try area(fields, on: .x86_64)
    #expect(narrow.members.map(\.offset) == [0, 4])
    #expect(narrow.size == 12)
    #expect(wide.members.map(\.offset) == [0, 8])
    #expect(wide.size == 16)
  }

  @Test func alignsAlignedTypesEverywhere() throws {
    let aligned = CType.integer(CInteger("uint64_aligned_t", .bytes(8), aligned: true))
    let narrow = try area([Field(.u32, "a"), Field(aligned, "b")], on: .i386)
    #expect(narrow.members.map(\.offset) == [0, 8])
    #expect(narrow.alignment == 8)
  }

  @Test func overlaysUnions() throws {
    let both = try area(
      [Field(.u8, "a"), Field(.u64, "b"), Field(.u16, "c", count: 5)], kind: .union, on: .x86_64)
    #expect(both.members.map(\.offset) == [0, 0, 0])
    #expect(both.size == 16)
  }

  @Test func packsTightly() throws {
    let tight = try area([Field(.u8, "a"), Field(.u64, "b")], packed: true, on: .x86_64)
    #expect(tight.members.map(\.offset) == [0, 1])
    #expect(tight.size == 9)
  }

  @Test func placesBitFields() throws {
    let record = try area(
      [
        Field(.u32, "event", bits: 28), Field(.u32, "extra", bits: 3),
        Field(.u32, "cycles", bits: 1), Field(.u32, "next", bits: 1), Field(.u8, "after"),
      ], on: .x86_64)
    #expect(record.members.map(\.name) == ["event:28", "extra:3", "cycles:1", "next:1", "after"])
    #expect(record.members.map(\.offset) == [0, 3, 3, 4, 5])
    #expect(record.size == 8)
  }

  @Test func movesAStraddlingBitFieldOn() throws {
    let record = try area(
      [Field(.u32, "a", bits: 20), Field(.u32, "b", bits: 20)], on: .i386)
    #expect(record.members.map(\.offset) == [0, 4])
  }

  @Test func wrapsHandlesFrom303() throws {
    let fields = [Field(.handle("void"), "buffer")]
    let plain = try area(fields, release: .v3_0_2, on: .i386)
    let wrapped = try area(fields, release: .v3_0_3, on: .i386)
    #expect(plain.members.map(\.name) == ["buffer"])
    #expect(wrapped.members.map(\.name) == ["buffer.p"])
    #expect(wrapped.members.map(\.size) == [4])
  }

  @Test func endsInAnArrayWithoutABound() throws {
    let open = try area([Field(.u32, "len"), Field(.u8, "buf", count: 0)], on: .x86_64)
    #expect(open.members.last?.name == "buf[0]")
    #expect(open.size == 4)
  }
}
