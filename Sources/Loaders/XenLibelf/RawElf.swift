// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF file as Xen's libelf reads it: by raw pointers, with few checks and much tolerance.
///
/// A field outside the image is read as 0 and marks the file as broken. No loader refuses a file
/// for that alone; they only print it. Releases that do not check bounds read other memory: zeros
/// up to the end of the image's last page, then whatever the process has mapped around it, which is
/// unknown and modelled as all ones, and beyond that they fault (`lost`). Sums of offsets have 64
/// bits and wrap, so that pointers include the address of the loader's copy of the image
/// (libelf-tools.c@4.17, elf_access_unsigned).
final class RawElf {
  let blob: KernelBlob
  /// The libelf that is modelled.
  let dialect: Dialect
  /// A copy of `dialect.checksBounds`, which is needed at every access.
  let checksBounds: Bool
  /// The address of the loader's copy of the image.
  let base: UInt64
  /// Whether headers have the 64-bit layout. Before libelf, a loader supported only the width that
  /// it was built for.
  let is64: Bool
  let isSwapped: Bool
  /// Whether the loader's own pointers have 32 bits: before libelf, a loader for 32-bit guests was
  /// a 32-bit program.
  private let isNarrow: Bool
  /// The memory with known content: the image, and where bounds are not checked the rest of its
  /// last page.
  private let memory: KernelBlob
  /// The lowest pointer that can be read.
  private let first: UInt64
  /// The number of bytes that can be read from there: the image, and equal amounts before and after
  /// it.
  private let reach: UInt64
  /// e_ident[EI_CLASS], unchecked; every class other than 64-bit has the 32-bit layout.
  let elfClass: UInt8
  /// e_ident[EI_DATA], unchecked; every order other than little-endian is byte-swapped.
  let order: UInt8
  /// The first defect that libelf reports as broken, in its words.
  private(set) var broken: String?
  /// The reason why the loader's further behaviour is unknown: it has read outside the image
  /// without a check, or does not end.
  private(set) var lost: Refusal?
  /// Whether `lost` is set; a separate flag, because it is tested at every step.
  private(set) var isLost = false
  /// The amount of text and notes read so far, in bytes.
  private var work: UInt64 = 0

  /// The pointer to the table of section names; 0 if e_shstrndx is not a valid section.
  var sectionNames: UInt64 = 0
  /// The header of the symbol table that has a string table; 0 if there is none.
  var symbolTable: UInt64 = 0

  /// Pointers to the program headers, up to the first one outside the image.
  private(set) lazy var segments = accessibleSegments
  /// Pointers to the section headers, likewise; without the void section where libelf skips it.
  private(set) lazy var sections = accessibleSections(from: dialect.skipsVoidSection ? 1 : 0)
  /// Pointers to the section headers, including the void section.
  private(set) lazy var everySection = accessibleSections(from: 0)
  /// The offset of the last NUL; a string that starts after it has no end.
  private lazy var lastTerminator = memory.lastTerminator

  /// Whether libelf recognizes an ELF file: by the magic, and by the size of a 32-bit header
  /// (libelf-tools.c@4.17, elf_is_elfbinary). Releases that do not check bounds compare only the
  /// magic.
  static func isElf(_ blob: KernelBlob, _ dialect: Dialect) -> Bool {
    let fits = blob.size >= UInt64(MemoryLayout<Elf32_Ehdr>.size) || !dialect.checksBounds
    return fits && blob.bytes.starts(with: magic)
  }

  private static let magic = Array(ELFMAG.utf8)

  init(_ blob: KernelBlob, _ dialect: Dialect) {
    self.blob = blob
    self.dialect = dialect
    checksBounds = dialect.checksBounds
    memory = checksBounds ? blob : blob.paddedToPage
    elfClass = blob.bytes[Int(EI_CLASS)] ?? 0
    order = blob.bytes[Int(EI_DATA)] ?? 0
    let isOfOneWidth = dialect.isOfOneWidth
    // There was no loader for 64-bit guests before 3.0.0.
    let isEarly = dialect.release.isEarly
    isNarrow = isOfOneWidth && (isEarly || elfClass == UInt8(ELFCLASS32))
    base = isNarrow ? RawElf.narrowBase : dialect.imageBase
    first = base - dialect.neighbourhood
    reach = memory.size + 2 * dialect.neighbourhood
    is64 =
      isOfOneWidth
      ? !isEarly && elfClass != UInt8(ELFCLASS32) : elfClass == UInt8(ELFCLASS64)
    isSwapped = !isOfOneWidth && order != UInt8(ELFDATA2LSB)
  }

  /// A typical address of large allocations in a 32-bit process.
  private static let narrowBase: UInt64 = 0xf7b0_0000
  /// Truncates a sum of addresses and offsets to the width of the loader's pointers.
  func pointer(_ sum: UInt64) -> UInt64 { isNarrow ? sum & UInt64(UInt32.max) : sum }
  var is32: Bool { elfClass == UInt8(ELFCLASS32) }
  var isBigEndian: Bool { order == UInt8(ELFDATA2MSB) }

  func markBroken(_ words: String) {
    if broken == nil { broken = words }
  }

  /// Whether `count` bytes at `pointer` can be read; records it if not.
  func isAccessible(_ pointer: UInt64, count: UInt64 = 1) -> Bool {
    if let offset = reachable(pointer), count <= reach - offset { return true }
    stray()
    return false
  }

  /// The distance of a pointer from the lowest readable address; nil if it is not readable.
  private func reachable(_ pointer: UInt64) -> UInt64? {
    let offset = pointer &- first
    return pointer >= first && offset <= reach ? offset : nil
  }

  private func stray() {
    if checksBounds { return markBroken("out of range access") }
    lose(.reads(outside: "the image"))
  }

  /// Whether the bytes are in the image or in the zeros of its last page.
  func holds(_ pointer: UInt64, count: UInt64) -> Bool {
    let offset = pointer &- base
    return offset <= memory.size && count <= memory.size - offset
  }

  private func lose(_ reason: Refusal) {
    guard !isLost else { return }
    (lost, isLost) = (reason, true)
  }

  /// Counts the amount of notes and text that was read. A file whose notes share their text or form
  /// a loop makes a loader read far more than its size.
  func countWork(_ amount: Int) {
    work &+= UInt64(amount)
    if work > RawElf.mostWork { lose(.neverEnds(Self.overAndOver)) }
  }

  private static let mostWork: UInt64 = 1 << 22
  /// The cost of a note, in bytes of text that take the same time.
  static let workOfANote = 64
  private static let overAndOver = "the same notes and texts are read over and over"

  /// Treats a read of bytes outside the image as out of bounds, whether or not they are mapped.
  /// Where bounds are checked, `unsigned(at:count:)` does that.
  func requireKnown(_ pointer: UInt64, count: UInt64) {
    guard !checksBounds else { return }
    if !holds(pointer, count: count) { stray() }
  }

  /// The number of 1, 2, 4 or 8 bytes at `pointer`; 0 for any other size, or out of bounds.
  func unsigned(at pointer: UInt64, count: UInt64) -> UInt64 {
    guard isAccessible(pointer, count: count), count <= 8, count.nonzeroBitCount == 1 else {
      return 0
    }
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

  /// The string at `pointer`, without its NUL. Nil if it exceeds the image or has no NUL in its
  /// first 4,097 bytes, which also marks the file as broken (libelf-tools.c@4.17, elf_strval).
  /// Where bounds are not checked, its length is not limited.
  func string(at pointer: UInt64) -> [UInt8]? {
    let string = uncountedString(at: pointer)
    countWork(string?.count ?? 0)
    return string
  }

  private func uncountedString(at pointer: UInt64) -> [UInt8]? {
    guard checksBounds || isTerminated(pointer) else { return text(outside: pointer) }
    let limit = checksBounds ? RawElf.longestString : Int.max - 1
    switch memory.terminatedString(at: pointer &- base, limit: limit) {
    case .string(let bytes): return bytes
    case .outside: return text(outside: pointer)
    case .tooLong: markBroken("excessively long string")
    }
    return nil
  }

  /// Whether the string at `pointer` equals `text`; defects are recorded as when it is read.
  func isString(_ text: [UInt8], at pointer: UInt64) -> Bool {
    guard !checksBounds, isTerminated(pointer) else {
      return uncountedString(at: pointer) == text
    }
    return memory.holds(text + [0], at: pointer - base)
  }

  /// Whether a NUL follows in the readable part of the image; for releases that do not check
  /// bounds.
  private func isTerminated(_ pointer: UInt64) -> Bool {
    guard pointer >= base, let last = lastTerminator else { return false }
    return pointer - base <= last
  }

  private func text(outside pointer: UInt64) -> [UInt8]? {
    if reachable(pointer) != nil, dialect.neighbourhood > 0 { return RawElf.unknownText }
    stray()
    return nil
  }

  static let longestString = 4096
  /// Represents a text with unknown content: it is not empty, and does not match anything.
  private static let unknownText: [UInt8] = [0xff]
}
