// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// One entry of a relocation section.
struct Relocation {
  /// The offset of the field in its section, in bytes.
  let offset: UInt64
  /// The symbol's index.
  let symbol: Int
  /// Nil if the addend is in the field itself (SHT_REL).
  let addend: UInt64?
  private let kind: Kind

  /// How the value of a relocation type is computed and stored. Only the types that occur in the
  /// code and tables of kernels are here.
  private struct Kind {
    let size: Int
    /// Relative to the address of the field.
    let isRelative: Bool
    /// Refers to the symbol's entry in the global offset table.
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

  /// The entries of a relocation section whose type is known.
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

  /// Writes the value into the section's bytes. It changes nothing if the field is outside the
  /// section or the symbol has no address.
  ///
  /// - Parameters:
  ///   - bytes: the section's contents.
  ///   - address: the address of the section.
  ///   - value: the address of the symbol; nil if it has none.
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

  /// Turns an instruction that loads an address from the global offset table into one that has the
  /// address as its operand, as linkers do for symbols of the same file (x86-64 psABI, B.2).
  ///
  /// - Returns: by how many bytes the operand moves toward the start; nil for any other
  ///   instruction.
  private func relax(_ bytes: inout [UInt8], _ place: Int) -> Int? {
    guard place >= 2 else { return nil }
    switch (bytes[place - 2], bytes[place - 1]) {
    case (0xff, 0x15):
      // The direct call is one byte shorter; a prefix makes up for it.
      bytes.replaceSubrange(place - 2..<place, with: [0x67, 0xe8])
      return 0
    case (0xff, 0x25):
      // The direct jmp is one byte shorter; a nop follows it.
      bytes[place - 2] = 0xe9
      bytes[place + 3] = 0x90
      return 1
    case (0x8b, let operands) where operands & 0xc7 == 5:
      // mov from the table becomes lea.
      bytes[place - 2] = 0x8d
      return 0
    default: return nil
    }
  }
}
