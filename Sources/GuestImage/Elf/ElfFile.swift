// SPDX-License-Identifier: Apache-2.0

import CElf

/// An ELF file, read by libelf (elfutils): headers, segments, sections and notes. Symbols are read
/// on first use.
public struct ElfFile: Sendable {
  /// The size of an address, by e_ident[EI_CLASS].
  public enum Width: Int, Sendable {
    case bits32 = 32
    case bits64 = 64
  }

  /// The whole ELF file; only its beginning if no more was unpacked.
  public let bytes: Bytes
  /// The ELF header.
  public let header: Header
  /// The program headers as Xen's loaders read them, by e_phentsize, in the order of the table.
  public let segments: [Segment]
  /// The section headers, by their size and not by e_shentsize, for code, symbols and types; empty if
  /// only the beginning of the kernel was unpacked.
  public let sections: [Section]
  /// The notes of all owners, and the defects of their tables.
  public let noteTable: NoteTable
  let lazySymbols = LazySymbols()
  let lazyMaps = LazyAddressMaps()

  /// ELF32 or ELF64.
  public var width: Width { header.width }
  /// Whether numbers are big-endian.
  public var isBigEndian: Bool { header.isBigEndian }
  /// e_machine: EM_386, EM_X86_64, …
  public var machine: UInt16 { header.machine }
  /// e_entry, a virtual address.
  public var entry: UInt64 { header.entry }

  /// The notes in the order of their tables, PT_NOTE before SHT_NOTE. A note in both tables is
  /// listed twice.
  public var notes: [NoteRecord] { noteTable.records }

  private static let magic: [UInt8] = [0x7f] + Array("ELF".utf8)
  /// The size of the magic, in bytes.
  static let magicBytes = magic.count

  /// Whether `bytes` start with the magic of an ELF file.
  public static func hasMagic(_ bytes: Bytes) -> Bool { bytes.starts(with: magic) }
}
