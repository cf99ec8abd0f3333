// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// An ELF as Xen's libelf reads it: by raw pointers, believing nothing and forgiving much.
///
/// A field that lies outside the image reads as 0 and marks the ELF broken; no loader refuses an
/// ELF for that alone, they only print it. Releases that do not check bounds read on: zeros to the
/// end of the image's last page, around it what the process has mapped there, which nobody knows and
/// which is taken for all ones, and then nothing at all (`lost`). Sums of offsets are 64-bit and
/// wrap, so pointers keep the address at which the loader holds the image (libelf-tools.c@4.17,
/// elf_access_unsigned).
final class RawElf {
  let blob: KernelBlob
  /// Whose libelf reads.
  let dialect: Dialect
  /// As the dialect has it: asked for at every access.
  let checksBounds: Bool
  /// Where the loader's copy lies in its own address space.
  let base: UInt64
  /// Whether headers have the 64-bit layout. Before libelf, a loader knew its own width's, and was for
  /// that width.
  let is64: Bool
  let isSwapped: Bool
  /// Whether the loader's own pointers have 32 bits: before libelf, a 32-bit loader was for 32-bit guests.
  private let isNarrow: Bool
  /// What can be read: the image, and where bounds are not checked the rest of its last page.
  private let memory: KernelBlob
  /// The least pointer that can be read.
  private let first: UInt64
  /// How many bytes can be read from there on: the image, and as much again behind it as before it.
  private let reach: UInt64
  /// e_ident[EI_CLASS] as it stands; every class but 64-bit has the 32-bit layout.
  let elfClass: UInt8
  /// e_ident[EI_DATA] as it stands; every order but little-endian is byte-swapped.
  let order: UInt8
  /// The first thing that was wrong enough for libelf to remark on, in its words.
  private(set) var broken: String?
  /// Why it is not known what the loader does from here on: it has read outside the image, unchecked,
  /// or does not come to an end.
  private(set) var lost: Refusal?
  /// The same, to be asked at every step.
  private(set) var isLost = false
  /// Bytes of texts, and notes, that were read so far.
  private var work: UInt64 = 0

  /// The pointer to the section names' table; 0 when e_shstrndx names no section.
  var sectionNames: UInt64 = 0
  /// The header of the symbol table that comes with a string table; 0 for none.
  var symbolTable: UInt64 = 0

  /// Pointers to the segments' headers, up to the first outside the image.
  private(set) lazy var segments = accessibleSegments
  /// The same for sections, but for the void one.
  private(set) lazy var sections = accessibleSections(from: dialect.skipsVoidSection ? 1 : 0)
  /// Sections, the void one included.
  private(set) lazy var everySection = accessibleSections(from: 0)
  /// Behind it a string has no end.
  private lazy var lastTerminator = memory.lastTerminator

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
    checksBounds = dialect.checksBounds
    memory = checksBounds ? blob : blob.paddedToPage
    elfClass = blob.bytes[Int(EI_CLASS)] ?? 0
    order = blob.bytes[Int(EI_DATA)] ?? 0
    let isOfOneWidth = dialect.isOfOneWidth
    isNarrow = isOfOneWidth && elfClass == UInt8(ELFCLASS32)
    base = isNarrow ? RawElf.narrowBase : dialect.imageBase
    first = base - dialect.neighbourhood
    reach = memory.size + 2 * dialect.neighbourhood
    is64 = isOfOneWidth ? elfClass != UInt8(ELFCLASS32) : elfClass == UInt8(ELFCLASS64)
    isSwapped = !isOfOneWidth && order != UInt8(ELFDATA2LSB)
  }

  /// Where a 32-bit process has its large allocations.
  private static let narrowBase: UInt64 = 0xf7b0_0000
  /// A sum of addresses and offsets, as wide as the loader's pointers.
  func pointer(_ sum: UInt64) -> UInt64 { isNarrow ? sum & UInt64(UInt32.max) : sum }
  var is32: Bool { elfClass == UInt8(ELFCLASS32) }
  var isBigEndian: Bool { order == UInt8(ELFDATA2MSB) }

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
    let offset = pointer &- first
    return pointer >= first && offset <= reach ? offset : nil
  }

  private func stray() {
    if checksBounds { return markBroken("out of range access") }
    lose(.reads(outside: "the image"))
  }

  /// Whether the bytes are the image's own, or zeros of its last page.
  func holds(_ pointer: UInt64, count: UInt64) -> Bool {
    let offset = pointer &- base
    return offset <= memory.size && count <= memory.size - offset
  }

  private func lose(_ reason: Refusal) {
    guard !isLost else { return }
    (lost, isLost) = (reason, true)
  }

  /// Counts what was read of notes and texts. A file whose notes share their texts, or go in a circle,
  /// has far more of it read than there is.
  func countWork(_ amount: Int) {
    work &+= UInt64(amount)
    if work > RawElf.mostWork { lose(.neverEnds(Self.overAndOver)) }
  }

  private static let mostWork: UInt64 = 1 << 22
  /// A note costs as much time as that many bytes of text.
  static let workOfANote = 64
  private static let overAndOver = "the same notes and texts are read over and over"

  /// Counts it as straying when the bytes are none of the image's, be they mapped or not. Where bounds
  /// are checked, `unsigned(at:count:)` sees to it.
  func requireKnown(_ pointer: UInt64, count: UInt64) {
    guard !checksBounds else { return }
    if !holds(pointer, count: count) { stray() }
  }

  /// The number of 1, 2, 4 or 8 bytes at `pointer`; 0 for any other size, or outside.
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

  /// The string at `pointer`, without its NUL; nil, and broken, when it runs out of the image or
  /// has no NUL in its first 4,097 bytes (libelf-tools.c@4.17, elf_strval). Where bounds are not
  /// checked, it may be as long as it likes.
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

  /// Whether the string at `pointer` is this one; the same is noted as when it is read.
  func isString(_ text: [UInt8], at pointer: UInt64) -> Bool {
    guard !checksBounds, isTerminated(pointer) else {
      return uncountedString(at: pointer) == text
    }
    return memory.holds(text + [0], at: pointer - base)
  }

  /// Where bounds are not checked: whether a NUL follows inside what can be read of the image.
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
  /// What stands for a text that nobody knows: not empty, and none that means anything.
  private static let unknownText: [UInt8] = [0xff]
}
