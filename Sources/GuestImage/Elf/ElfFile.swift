// SPDX-License-Identifier: Apache-2.0

import CElf

/// An ELF as libelf (elfutils) reads it: headers, segments, sections, notes; symbols when asked.
public struct ElfFile: Sendable {
  /// The bits of an address, by e_ident[EI_CLASS].
  public enum Width: Int, Sendable {
    case bits32 = 32
    case bits64 = 64
  }

  /// The whole ELF; its front only when no more was unpacked.
  public let bytes: Bytes
  /// The ELF header.
  public let header: Header
  /// The program headers, in their order.
  public let segments: [Segment]
  /// Empty when only the front of the kernel was unpacked.
  public let sections: [Section]
  /// All notes, of any owner, and what is wrong with their tables.
  public let noteTable: NoteTable
  let lazySymbols = LazySymbols()
  let lazyMaps = LazyAddressMaps()

  /// ELF32 or ELF64.
  public var width: Width { header.width }
  /// Numbers are most significant byte first.
  public var isBigEndian: Bool { header.isBigEndian }
  /// e_machine: EM_386, EM_X86_64, …
  public var machine: UInt16 { header.machine }
  /// e_entry, a virtual address.
  public var entry: UInt64 { header.entry }

  /// The notes in the order of their tables: PT_NOTE, then SHT_NOTE. One that both lead to is
  /// there for both.
  public var notes: [NoteRecord] { noteTable.records }

  private static let magic: [UInt8] = [0x7f] + Array("ELF".utf8)
  /// By how many bytes an ELF is known.
  static let magicBytes = magic.count

  /// Whether `bytes` begin as an ELF does.
  public static func hasMagic(_ bytes: Bytes) -> Bool { bytes.starts(with: magic) }
}
