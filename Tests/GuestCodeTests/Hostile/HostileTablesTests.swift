// SPDX-License-Identifier: Apache-2.0

import CElf
import Commands
import FuzzTargets
import GuestCode
import GuestImage
import Testing

/// Small files that claim much: what is gone through depends on their size alone. Without bounds,
/// each of these takes minutes.
@Suite struct HostileTablesTests {
  private static let seconds = 20.0
  private static let start: UInt64 = 0xffff_ffff_8100_0000
  private static let isCode = SHF_ALLOC | SHF_EXECINSTR

  private func scan(_ file: [UInt8]) throws -> CodeScan {
    try CodeScan(GuestImage(name: "hostile", file: Bytes(file)), release: .standard)
  }

  /// A name table that fits at 8,000 places, up to its last marker.
  @Test func namesThatAlmostFit() throws {
    // Each word is the number of names, and a name of three tokens.
    let word: [UInt8] = [0x03, 0xe8, 0x03, 0x00]
    let table = (0..<256_100).flatMap { _ in word }
    let marks = (0...1000).map { $0 * 1024 } + [1001 * 1024 - 1]
    let file = WrappedElf.executable([
      .init(name: ".text", bytes: [0x90, 0xc3], flags: Self.isCode, address: Self.start),
      .init(
        name: ".rodata", bytes: table + marks.flatMap { Self.word($0) } + Self.tokens,
        address: Self.start + 0x10_0000),
    ])
    var names = ""
    let time = try CPUTime.spent { names = try scan(file).names }
    #expect(names == "none")
    #expect(time < Self.seconds)
  }

  private static func word(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Where each of 256 tokens of one letter begins.
  private static let index: [UInt8] = (0..<256).flatMap { number -> [UInt8] in
    Array(word(number * 2)[..<2])
  }

  /// 256 tokens of one letter, and their index.
  private static let tokens: [UInt8] = {
    let tokens = (0..<256).map { code -> [UInt8] in
      (0x30...0x39).contains(code) ? [UInt8(code)] : [UInt8(ascii: "x")]
    }
    return tokens.flatMap { token -> [UInt8] in token + [0] } + index
  }()

  /// Each of 20,000 entries points into one of 50,000 sections.
  @Test func tablesIntoManySections() throws {
    let count = 50_000
    let text = (0..<count).map { index in
      WrappedElf.Section(
        name: ".t", bytes: [0xc3], flags: Self.isCode, address: Self.start + UInt64(index) * 16)
    }
    let table = Self.start + 0x100_0000
    let entries = (0..<20_000).flatMap { index -> [UInt8] in
      let target = Self.start + UInt64((index * 7 + count - 9) % count) * 16
      let place = table + UInt64(index) * 12
      return Self.word(Int(Int64(bitPattern: target &- place)))
        + Self.word(Int(Int64(bitPattern: target &- place &- 4))) + [1, 0, 1, 1]
    }
    let sections = text + [.init(name: ".altinstructions", bytes: entries, address: table)]
    let file = WrappedElf.executable(sections)
    let time = try CPUTime.spent { _ = try scan(file) }
    #expect(time < Self.seconds)
  }

  /// 1,000 executable sections over the same bytes are more than the file has.
  @Test func sectionsOverTheSameBytes() {
    let file = WrappedElf.executable(
      [.init(name: ".text", bytes: Array(repeating: 0x90, count: 4096), flags: Self.isCode)],
      copies: 1000)
    #expect(throws: ImageError.self) { try scan(file) }
  }

  /// The last address that there is has no next one.
  @Test func theLastAddress() throws {
    let names = (0..<800).flatMap { index -> [UInt8] in
      index == 799 ? [UInt8(15)] + Array("thypercall_page".utf8) : [2, 0x74, 0x61]
    }
    let marks = [0, 768, 1536, 2304].flatMap { Self.word($0) }
    let letters = (0..<256).map { code -> [UInt8] in
      let isPlain = (0x30...0x39).contains(code) || (0x5f...0x7a).contains(code)
      return isPlain ? [UInt8(code)] : [UInt8(ascii: "x")]
    }
    let tokens = letters.flatMap { letter -> [UInt8] in letter + [0] } + Self.index
    let addresses = (0..<800).map { $0 == 799 ? UInt64.max : Self.start + UInt64($0) }
    let table = addresses.flatMap { address in
      (0..<8).map { UInt8(truncatingIfNeeded: address >> (8 * $0)) }
    }
    var bytes = table + Self.word(800) + Self.word(0) + names
    while bytes.count % 4 != 0 { bytes.append(0) }
    bytes += marks + tokens
    let scanned = try scan(
      WrappedElf.executable([
        .init(name: ".text", bytes: [0xfa, 0xc3], flags: Self.isCode, address: Self.start),
        .init(name: ".rodata", bytes: bytes, address: Self.start + 0x10_0000),
      ]))
    #expect(scanned.names == "kallsyms")
  }
}
