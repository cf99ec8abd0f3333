// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestCode
import GuestImage
import HypervisorABI
import Instructions
import Reports

/// A kernel's code, and the tables about that code.
extension FuzzTarget {
  static let instructions = FuzzTarget("instructions", longest: 256, seeds: strings) { bytes, _ in
    for mode in [CodeMode.bits32, .bits64] {
      bytes.withUnsafeBytes { raw in
        var count = 0
        let tally = InstructionSweep(mode).run(raw, [0..<raw.count]) { offset, instruction in
          // The length of an undefined or truncated instruction is not meaningful.
          let isWhole = ![.undefined, .truncated].contains(instruction.kind)
          precondition(offset >= 0 && offset + (isWhole ? Int(instruction.length) : 1) <= raw.count)
          count += 1
        }
        precondition(tally.bytes <= raw.count && count <= raw.count)
      }
    }
  }

  /// The input is a whole file: sections, symbols, relocations, source lines.
  static let code = FuzzTarget("code", longest: 16384, seeds: [objectLike] + guests) {
    scan($0, $1)
  }

  static let kallsyms = FuzzTarget("kallsyms", longest: 8192, seeds: [names]) { bytes, isThorough in
    scan(
      WrappedElf.executable([
        .init(name: ".text", bytes: text, flags: SHF_ALLOC | SHF_EXECINSTR, address: start),
        .init(name: ".rodata", bytes: bytes, address: start + 0x10_0000),
      ]), isThorough)
  }

  /// The first four bytes are the sizes of the tables; the rest is their contents.
  static let tables = FuzzTarget("tables", longest: 1024, seeds: [alternatives]) {
    bytes, isThorough in
    var rest = bytes.dropFirst(4)
    let names = [".altinstructions", ".parainstructions", "__ex_table", ".text"]
    let sections = names.enumerated().map { index, name in
      let size = index < bytes.count ? Int(bytes[index]) : 0
      let part = Array(rest.prefix(size))
      rest = rest.dropFirst(size)
      let isCode = name == ".text"
      return WrappedElf.Section(
        name: name, bytes: isCode ? text + part : part,
        flags: isCode ? SHF_ALLOC | SHF_EXECINSTR : SHF_ALLOC,
        address: start + (isCode ? 0 : UInt64(index + 1) * 0x1000))
    }
    scan(WrappedElf.executable(sections), isThorough)
  }

  private static let start: UInt64 = 0xffff_ffff_8100_0000
  private static let text: [UInt8] = [0xfa, 0x90, 0xfb, 0xc3] + [UInt8](repeating: 0x90, count: 60)
  private static let strings: [[UInt8]] = [
    [0xfa, 0x0f, 0x01, 0x15, 0, 0, 0, 0, 0x0f, 0x22, 0xd8, 0xc3],
    [0xc4, 0xe2, 0x79, 0x18, 0x07, 0x62, 0xf1, 0x7c, 0x48, 0x10, 0x07, 0xf3, 0x48, 0xa4],
  ]

  private static func scan(_ bytes: [UInt8], _ isThorough: Bool) {
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    guard image.problem == nil, let scan = try? CodeScan(image, release: .standard) else { return }
    guard isThorough else { return }
    let report = CodeReport(scan, image: image, xen: .standard)
    Shown.check(CodeText(report, style: .plain, showsNotes: true, showsCalls: true).lines)
    checkForms(report)
  }

  private static let objectLike = WrappedElf.executable([
    .init(name: ".text", bytes: text, flags: SHF_ALLOC | SHF_EXECINSTR, address: start),
    .init(name: ".altinstructions", bytes: Array(alternatives[4..<28]), address: start + 0x1000),
  ])

  /// Two entries of 12 bytes: distances to original and replacement, a feature, and two lengths.
  private static let alternatives: [UInt8] = {
    func entry(_ index: Int) -> [UInt8] {
      let base = 0x1000 + 12 * index
      return [-base, -base - 4 + 2].flatMap { distance in
        (0..<4).map { UInt8(truncatingIfNeeded: distance >> (8 * $0)) }
      } + [0x10, 0x01, 2, 1]
    }
    return [24, 0, 0, 0] + entry(0) + entry(1)
  }()

  /// kallsyms with 800 names, each `t` and two letters, and addresses relative to a base.
  private static let names: [UInt8] = {
    let letters = Array("abcdefghijklmnopqrstuvwxyz01234".utf8)
    let names = (0..<800).map { [UInt8(ascii: "t"), letters[$0 / 31], letters[$0 % 31]] }
    func words(_ values: [Int], _ size: Int) -> [UInt8] {
      values.flatMap { value in (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
    let tokens = (0..<256).map { code -> [UInt8] in
      letters.contains(UInt8(code)) ? [UInt8(code)] : Array("x\(code)".utf8)
    }
    let begins = tokens.indices.map { tokens[..<$0].reduce(0) { $0 + $1.count + 1 } }
    let table = tokens.reduce(into: [UInt8]()) { $0 += $1 + [0] }
    let padding = [UInt8](repeating: 0, count: -table.count & 7)
    var bytes = words([800], 8)
    for name in names { bytes += [3] + name }
    bytes += words([0, 1024, 2048, 3072], 4) + table + padding + words(begins, 2)
    bytes += words((0..<800).map { $0 / 13 }, 4)
    return bytes + words([Int(bitPattern: UInt(start))], 8)
  }()
}
