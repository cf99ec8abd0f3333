// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Testing

@testable import GuestTypes

/// Damaged BTF: one error, or an answer within bounds.
@Suite struct HostileBtfTests {
  private static let names: Set<String> = [
    "start_info", "shared_info", "x", "vcpu_guest_context", "physdev_map_pirq", "multicall_entry",
  ]

  /// What the error says; nil when there was an answer.
  @discardableResult
  private func problem(_ section: [UInt8]) -> String? {
    problem(Bytes(section))
  }

  private func problem(_ section: Bytes) -> String? {
    do {
      let btf = try Btf(section, of: "test", at: 0x100, architecture: .x86_64)
      let members = try btf.layouts(of: Self.names).values.flatMap(\.members)
      #expect(members.allSatisfy { $0.name.utf8.count < 2000 && (0...1 << 40).contains($0.size) })
      _ = try btf.constants(of: ["XenbusStateConnected", "A"])
      return nil
    } catch {
      #expect(error is ImageError)
      return "\(error)"
    }
  }

  @Test func truncationAtEveryKibibyte() throws {
    let section = try DebianBtf.cloud.get()
    for count in stride(from: 0, to: section.count, by: 1024) {
      let cut = try #require(section.slice(at: 0, count: UInt64(count)))
      #expect(problem(cut) != nil, "cut at \(count)")
    }
    #expect(problem(section) == nil)
  }

  @Test func truncationAtEveryByteOfASmallOne() {
    var builder = BtfBuilder()
    let int = builder.int("int", 4)
    builder.structure("x", 8, [("a", int, 0), ("b", builder.array(of: int, 1), 32)])
    for count in 0..<builder.section.count {
      #expect(problem(Array(builder.section.prefix(count))) != nil, "cut at \(count)")
    }
    // The records end too early, whatever the section's length is.
    for count in 1..<UInt8(builder.types.count) {
      var section = builder.section
      section[12] = count
      problem(section)
    }
  }

  @Test func unknownKindNamesItsPlace() {
    var builder = BtfBuilder()
    builder.int("int", 4)
    var section = builder.section
    section[24 + 7] = 21
    let words = problem(section)
    #expect(words?.contains("kind 21, which pvkit does not know") == true)
    #expect(words?.hasPrefix("test: offset 0x118: ") == true)
  }

  @Test func foreignBtfIsNamed() {
    var builder = BtfBuilder()
    builder.int("int", 4)
    var section = builder.section
    section.swapAt(0, 1)
    #expect(problem(section)?.contains("big-endian") == true)
    section = builder.section
    section[24 + builder.types.count] = 65
    #expect(problem(section)?.contains("split BTF") == true)
    section = builder.section
    section[2] = 2
    #expect(problem(section)?.contains("version 1") == true)
  }

  @Test func circlesEnd() {
    var builder = BtfBuilder()
    builder.add(.typedef, "a", 2)
    builder.add(.const, 1)
    builder.structure("x", 4, [("m", 1, 0)])
    #expect(problem(builder.section)?.contains("circle") == true)
    builder = BtfBuilder()
    builder.structure("x", 4, [("m", 1, 0)])
    #expect(problem(builder.section)?.contains("contains itself") == true)
    builder = BtfBuilder()
    builder.structure("x", 4, [("m", builder.array(of: 1, 1), 0)])
    #expect(problem(builder.section)?.contains("has no size") == true)
    builder = BtfBuilder()
    builder.add(.pointer, 1)
    builder.structure("x", 4, [("m", 1, 0)])
    #expect(problem(builder.section)?.contains("circle") == true)
  }

  @Test func hugeThingsAreRefused() {
    var builder = BtfBuilder()
    var array = builder.int("int", 4)
    for _ in 0..<3 { array = builder.array(of: array, UInt32.max) }
    builder.structure("x", 4, [("m", array, 0)])
    #expect(problem(builder.section)?.contains("an array larger than the address space") == true)
    builder = BtfBuilder()
    let int = builder.int("int", 4)
    let many = (0..<65_535).map { _ in ("m", int, UInt32(0)) }
    let inner = builder.structure("inner", 4, many)
    builder.structure("x", 4, [("a", inner, 0), ("b", inner, 0), ("c", inner, 0)])
    #expect(problem(builder.section)?.contains("too many nested members") == true)
    builder = BtfBuilder()
    builder.structure("x", 4, [("m", 77, 0)])
    #expect(problem(builder.section)?.contains("type 77 does not exist") == true)
    builder = BtfBuilder()
    builder.structure("x", 4, [("m", builder.add(.function, 0), 0)])
    #expect(problem(builder.section)?.contains("has no size") == true)
  }

  /// Most of the damage goes where the asked structures lie.
  @Test func randomMutations() throws {
    let original = try DebianBtf.cloud.get()
    let btf = try Btf(original, of: "test", architecture: .x86_64)
    let wanted = btf.ids(of: Self.names, among: btf.index.aggregates)
      .map { Int(btf.place(of: $0.id)) }
    try #require(wanted.count >= 4)
    var generator = SeededGenerator(seed: 6)
    var section = original.array
    var answers = 0
    for _ in 0..<500 {
      var saved: [(Int, UInt8)] = []
      for _ in 0..<4 {
        let near =
          (wanted.randomElement(using: &generator) ?? 0)
          + Int.random(in: 0..<256, using: &generator)
        let offset =
          Bool.random(using: &generator)
          ? near : Int.random(in: 0..<section.count, using: &generator)
        saved.append((offset, section[offset]))
        section[offset] = UInt8.random(in: 0...255, using: &generator)
      }
      if problem(section) == nil { answers += 1 }
      for (offset, byte) in saved.reversed() { section[offset] = byte }
    }
    #expect(answers > 20 && answers < 480)
  }
}
