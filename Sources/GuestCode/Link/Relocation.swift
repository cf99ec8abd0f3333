// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// A place that an object leaves to the linker.
struct Relocation {
  /// In bytes from the section's start.
  let offset: UInt64
  /// The symbol's number.
  let symbol: Int
  /// Nil when it stands in the place.
  let addend: UInt64?
  private let kind: Kind

  /// What is put there: the kinds that kernels' code and tables have.
  private struct Kind {
    let size: Int
    /// From the place itself.
    let isRelative: Bool
    /// To where the global offset table has the address.
    var isByTable = false
  }

  private static let kinds64: [Int32: Kind] = [
    R_X86_64_64: Kind(size: 8, isRelative: false), R_X86_64_PC64: Kind(size: 8, isRelative: true),
    R_X86_64_32: Kind(size: 4, isRelative: false), R_X86_64_32S: Kind(size: 4, isRelative: false),
    R_X86_64_PC32: Kind(size: 4, isRelative: true),
    R_X86_64_PLT32: Kind(size: 4, isRelative: true),
    R_X86_64_GOTPCREL: Kind(size: 4, isRelative: true, isByTable: true),
    R_X86_64_GOTPCRELX: Kind(size: 4, isRelative: true, isByTable: true),
    R_X86_64_REX_GOTPCRELX: Kind(size: 4, isRelative: true, isByTable: true),
  ]
  private static let kinds32: [Int32: Kind] = [
    R_386_32: Kind(size: 4, isRelative: false), R_386_PC32: Kind(size: 4, isRelative: true),
    R_386_PLT32: Kind(size: 4, isRelative: true),
  ]

  /// Those of a table of which something is known.
  static func all(in table: ElfFile.Section, of elf: ElfFile) -> [Relocation] {
    guard let bytes = elf.contents(of: table) else { return [] }
    let isWide = elf.width == .bits64
    let hasAddend = table.type == UInt32(SHT_RELA)
    let word = isWide ? 8 : 4
    let kinds = elf.machine == UInt16(EM_X86_64) ? kinds64 : kinds32
    return stride(from: 0, to: bytes.count, by: word * (hasAddend ? 3 : 2)).compactMap { start in
      guard let offset = bytes.word(at: start, elf.width),
        let info = bytes.word(at: start + word, elf.width),
        let kind = kinds[Int32(truncatingIfNeeded: isWide ? info & 0xffff_ffff : info & 0xff)]
      else { return nil }
      let addend = hasAddend ? bytes.word(at: start + 2 * word, elf.width) : nil
      return Relocation(
        offset: offset, symbol: Int(info >> (isWide ? 32 : 8)), addend: addend, kind: kind)
    }
  }

  /// Puts the value in; what lies outside, or of which no address is known, is left as it is.
  ///
  /// - Parameter address: where the section lies.
  func apply(to bytes: inout [UInt8], at address: UInt64, value: UInt64?) {
    guard let value, offset <= UInt64(bytes.count), Int(offset) + kind.size <= bytes.count else {
      return
    }
    let place = Int(offset)
    let old = bytes[place..<place + kind.size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    var result = value &+ (addend ?? old) &- (kind.isRelative ? address &+ offset : 0)
    if kind.isByTable {
      guard let shift = relax(&bytes, place) else { return }
      result &+= UInt64(shift)
      put(result, to: &bytes, at: place - shift)
    } else {
      put(result, to: &bytes, at: place)
    }
  }

  private func put(_ result: UInt64, to bytes: inout [UInt8], at place: Int) {
    for index in 0..<kind.size {
      bytes[place + index] = UInt8(truncatingIfNeeded: result >> UInt64(8 * index))
    }
  }

  /// Makes of an instruction that takes an address from the table one that has it itself, as linkers do
  /// where the symbol is in the same kernel (x86-64 psABI, B.2).
  ///
  /// - Returns: by how many bytes the operand moves to the front; nil of any other instruction.
  private func relax(_ bytes: inout [UInt8], _ place: Int) -> Int? {
    guard place >= 2 else { return nil }
    switch (bytes[place - 2], bytes[place - 1]) {
    case (0xff, 0x15):
      // call, behind a prefix that makes it as long.
      bytes.replaceSubrange(place - 2..<place, with: [0x67, 0xe8])
      return 0
    case (0xff, 0x25):
      // jmp, and a nop behind it.
      bytes[place - 2] = 0xe9
      bytes[place + 3] = 0x90
      return 1
    case (0x8b, let operands) where operands & 0xc7 == 5:
      // mov of the address becomes lea.
      bytes[place - 2] = 0x8d
      return 0
    default: return nil
    }
  }
}
