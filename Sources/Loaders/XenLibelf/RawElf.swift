// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF as Xen's libelf reads it: by raw pointers, believing nothing and forgiving much.
///
/// A field that lies outside the image reads as 0 and marks the ELF broken; no loader refuses an
/// ELF for that alone, they only print it. Sums of offsets are 64-bit and wrap, so pointers keep
/// the address at which the loader holds the image (libelf-tools.c@4.17, elf_access_unsigned).
final class RawElf {
  let blob: KernelBlob
  /// Where the loader's copy lies in its own address space.
  let base: UInt64
  /// e_ident[EI_CLASS] as it stands; every class but 64-bit has the 32-bit layout.
  let elfClass: UInt8
  /// e_ident[EI_DATA] as it stands; every order but little-endian is byte-swapped.
  let order: UInt8
  /// The first thing that was wrong enough for libelf to remark on, in its words.
  private(set) var broken: String?

  /// The pointer to the section names' table; 0 when e_shstrndx names no section.
  var sectionNames: UInt64 = 0
  /// The header of the symbol table that comes with a string table; 0 for none.
  var symbolTable: UInt64 = 0

  /// The least that libelf takes for an ELF: the size of a 32-bit header, and the magic
  /// (libelf-tools.c@4.17, elf_is_elfbinary).
  static func isElf(_ blob: KernelBlob) -> Bool {
    blob.size >= UInt64(MemoryLayout<Elf32_Ehdr>.size) && blob.bytes.starts(with: magic)
  }

  private static let magic = Array(ELFMAG.utf8)

  init(_ blob: KernelBlob, base: UInt64) {
    self.blob = blob
    self.base = base
    elfClass = blob.bytes[Int(EI_CLASS)] ?? 0
    order = blob.bytes[Int(EI_DATA)] ?? 0
  }

  var is64: Bool { elfClass == UInt8(ELFCLASS64) }
  var is32: Bool { elfClass == UInt8(ELFCLASS32) }
  var isBigEndian: Bool { order == UInt8(ELFDATA2MSB) }
  private var isSwapped: Bool { order != UInt8(ELFDATA2LSB) }

  func markBroken(_ words: String) {
    if broken == nil { broken = words }
  }

  /// Whether `count` bytes at `pointer` are inside the image; marks it broken when they are not.
  func isAccessible(_ pointer: UInt64, count: UInt64 = 1) -> Bool {
    let offset = pointer &- base
    if pointer >= base, offset <= blob.size, count <= blob.size - offset { return true }
    markBroken("out of range access")
    return false
  }

  /// The number of 1, 2, 4 or 8 bytes at `pointer`; 0 for any other size, or outside.
  func unsigned(at pointer: UInt64, count: UInt64) -> UInt64 {
    guard isAccessible(pointer, count: count), [1, 2, 4, 8].contains(count) else { return 0 }
    return blob.unsigned(at: pointer &- base, count: count, bigEndian: isSwapped) ?? 0
  }

  /// A field of the header at `pointer`.
  func value(_ field: ElfField, at pointer: UInt64) -> UInt64 {
    is64
      ? unsigned(at: pointer &+ field.offset64, count: field.size64)
      : unsigned(at: pointer &+ field.offset32, count: field.size32)
  }

  /// A field of the ELF header.
  func header(_ field: ElfField) -> UInt64 { value(field, at: base) }

  /// The string at `pointer`, without its NUL; nil, and broken, when it runs out of the image or
  /// has no NUL in its first 4,097 bytes (libelf-tools.c@4.17, elf_strval).
  func string(at pointer: UInt64) -> [UInt8]? {
    guard pointer >= base else {
      markBroken("out of range access")
      return nil
    }
    switch blob.terminatedString(at: pointer &- base, limit: RawElf.longestString) {
    case .string(let bytes): return bytes
    case .outside: markBroken("out of range access")
    case .tooLong: markBroken("excessively long string")
    }
    return nil
  }

  static let longestString = 4096
}
