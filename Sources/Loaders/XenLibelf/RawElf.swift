// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF as Xen's libelf reads it: by raw pointers, believing nothing and forgiving much.
///
/// A field that lies outside the image reads as 0 and marks the ELF broken; no loader refuses an
/// ELF for that alone, they only print it. Releases that do not check bounds read on: zeros to the
/// end of the image's last page, around it what the process has mapped there, which nobody knows and
/// which is taken for all ones, and then nothing at all (`strayed`). Sums of offsets are 64-bit and
/// wrap, so pointers keep the address at which the loader holds the image (libelf-tools.c@4.17,
/// elf_access_unsigned).
final class RawElf {
  let blob: KernelBlob
  /// Whose libelf reads.
  let dialect: Dialect
  /// What can be read: the image, and where bounds are not checked the rest of its last page.
  private let memory: KernelBlob
  /// e_ident[EI_CLASS] as it stands; every class but 64-bit has the 32-bit layout.
  let elfClass: UInt8
  /// e_ident[EI_DATA] as it stands; every order but little-endian is byte-swapped.
  let order: UInt8
  /// The first thing that was wrong enough for libelf to remark on, in its words.
  private(set) var broken: String?
  /// The loader has read outside the image, unchecked: what it does from there on is not known.
  private(set) var strayed = false

  /// The pointer to the section names' table; 0 when e_shstrndx names no section.
  var sectionNames: UInt64 = 0
  /// The header of the symbol table that comes with a string table; 0 for none.
  var symbolTable: UInt64 = 0

  /// The least that libelf takes for an ELF: the size of a 32-bit header, and the magic
  /// (libelf-tools.c@4.17, elf_is_elfbinary).
  /// Releases that do not check bounds only ask for the magic.
  static func isElf(_ blob: KernelBlob, _ dialect: Dialect) -> Bool {
    let fits = blob.size >= UInt64(MemoryLayout<Elf32_Ehdr>.size) || !dialect.checksBounds
    return fits && blob.bytes.starts(with: magic)
  }

  private static let magic = Array(ELFMAG.utf8)

  init(_ blob: KernelBlob, _ dialect: Dialect) {
    self.blob = blob
    self.dialect = dialect
    memory = dialect.checksBounds ? blob : blob.paddedToPage
    elfClass = blob.bytes[Int(EI_CLASS)] ?? 0
    order = blob.bytes[Int(EI_DATA)] ?? 0
  }

  /// Where the loader's copy lies in its own address space.
  var base: UInt64 { isNarrow ? RawElf.narrowBase : dialect.imageBase }
  /// Whether the loader's own pointers have 32 bits: before libelf, a 32-bit loader was for 32-bit guests.
  private var isNarrow: Bool { dialect.isOfOneWidth && is32 }
  /// Where a 32-bit process has its large allocations.
  private static let narrowBase: UInt64 = 0xf7b0_0000
  /// A sum of addresses and offsets, as wide as the loader's pointers.
  func pointer(_ sum: UInt64) -> UInt64 { isNarrow ? sum & UInt64(UInt32.max) : sum }
  /// Whether headers have the 64-bit layout. Before libelf, a loader knew its own width's, and was for
  /// that width.
  var is64: Bool { dialect.isOfOneWidth ? !is32 : elfClass == UInt8(ELFCLASS64) }
  var is32: Bool { elfClass == UInt8(ELFCLASS32) }
  var isBigEndian: Bool { order == UInt8(ELFDATA2MSB) }
  var isSwapped: Bool { !dialect.isOfOneWidth && order != UInt8(ELFDATA2LSB) }

  func markBroken(_ words: String) {
    if broken == nil { broken = words }
  }

  /// Whether `count` bytes at `pointer` can be read; notes it when they cannot.
  func isAccessible(_ pointer: UInt64, count: UInt64 = 1) -> Bool {
    if let offset = reachable(pointer), count <= reach - offset { return true }
    stray()
    return false
  }

  /// How far behind the least address that can be read the pointer lies; nil when it is not among
  /// those.
  private func reachable(_ pointer: UInt64) -> UInt64? {
    let offset = pointer &- (base - dialect.neighbourhood)
    return pointer >= base - dialect.neighbourhood && offset <= reach ? offset : nil
  }

  /// What can be read in all: the image, and as much again before it as behind it.
  private var reach: UInt64 { memory.size + 2 * dialect.neighbourhood }

  private func stray() {
    if dialect.checksBounds { markBroken("out of range access") } else { strayed = true }
  }

  /// Whether the bytes are the image's own, or zeros of its last page.
  func holds(_ pointer: UInt64, count: UInt64) -> Bool {
    let offset = pointer &- base
    return offset <= memory.size && count <= memory.size - offset
  }

  /// Counts it as straying when the bytes are none of the image's, be they mapped or not. Where bounds
  /// are checked, `unsigned(at:count:)` sees to it.
  func requireKnown(_ pointer: UInt64, count: UInt64) {
    guard !dialect.checksBounds else { return }
    if !holds(pointer, count: count) { stray() }
  }

  /// The number of 1, 2, 4 or 8 bytes at `pointer`; 0 for any other size, or outside.
  func unsigned(at pointer: UInt64, count: UInt64) -> UInt64 {
    guard isAccessible(pointer, count: count), [1, 2, 4, 8].contains(count) else { return 0 }
    return memory.unsigned(at: pointer &- base, count: count, bigEndian: isSwapped)
      ?? UInt64.max >> (64 - 8 * count)
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
  /// has no NUL in its first 4,097 bytes (libelf-tools.c@4.17, elf_strval). Where bounds are not
  /// checked, it may be as long as it likes.
  func string(at pointer: UInt64) -> [UInt8]? {
    guard pointer >= base else {
      if reachable(pointer) != nil { return RawElf.unknownText }
      stray()
      return nil
    }
    let limit = dialect.checksBounds ? RawElf.longestString : Int.max - 1
    switch memory.terminatedString(at: pointer &- base, limit: limit) {
    case .string(let bytes): return bytes
    case .outside:
      if reachable(pointer) != nil, dialect.neighbourhood > 0 { return RawElf.unknownText }
      stray()
    case .tooLong: markBroken("excessively long string")
    }
    return nil
  }

  static let longestString = 4096
  /// What stands for a text that nobody knows: not empty, and none that means anything.
  private static let unknownText: [UInt8] = [0xff]
}
