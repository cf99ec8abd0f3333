// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// A guest kernel described part by part, so that a test can break one of them.
///
/// As it is, it is a good PV64 kernel: it prints `marker` on the hypervisor's console, and powers
/// off. Its only segment holds code, notes and string; `build` puts the tables around it.
public struct TestGuest: Sendable {
  /// What the guest prints.
  public static let marker = "pvkit test guest runs"

  public static let base: UInt64 = 0xffff_ffff_8000_0000
  /// Physical address, and offset from the base, of the segment's start.
  public static let start: UInt64 = 0x10_0000
  /// Bytes of memory that the segment takes, zeros behind the file's included.
  public static let memory: UInt64 = 0x4000
  static let codeSize = 0x1000

  public var header = Header()
  public var segments: [Segment] = [Segment()]
  public var notes: [TestNote] = TestNote.complete
  /// Whether tables lead to the notes: a PT_NOTE, a SHT_NOTE.
  public var notesBySegment = true
  public var notesBySection = true
  /// sh_type of the notes' section.
  public var noteSectionType = SHT_NOTE
  /// sh_type of a section of code; nil for none.
  public var codeSectionType: Int32?
  /// The `__xen_guest` string.
  public var legacy: String?
  /// A symbol table, as BSD_SYMTAB wants it; nil for none.
  public var symbols: Symbols?
  /// p_offset of the PT_NOTE, when not the true one.
  public var noteOffset: UInt64?

  public init() {}

  /// The ELF header, but for what `build` works out; nil leaves that as it is.
  public struct Header: Sendable {
    public var is64 = true
    public var elfClass: UInt8?
    public var order = UInt8(ELFDATA2LSB)
    public var type = UInt16(ET_EXEC)
    public var machine = UInt16(EM_X86_64)
    public var entry = TestGuest.base + TestGuest.start
    public var headerSize: UInt16?
    public var segmentTable: UInt64?
    public var segmentSize: UInt16?
    public var segmentCount: UInt16?
    public var sectionTable: UInt64?
    public var sectionSize: UInt16?
    public var sectionCount: UInt16?
    public var sectionNames: UInt16?
  }

  /// A program header; nil is what the first segment truly has.
  public struct Segment: Sendable {
    public var type = UInt32(PT_LOAD)
    public var flags = UInt32(PF_R | PF_W | PF_X)
    public var offset: UInt64?
    public var virtualAddress = TestGuest.base + TestGuest.start
    public var physicalAddress = TestGuest.start
    public var fileSize: UInt64?
    public var memorySize = TestGuest.memory
    public var alignment: UInt64 = 0x1000

    public init() {}
  }

  /// The symbol table's and its strings' sizes in bytes; the link, when not the true one.
  public struct Symbols: Sendable {
    public var size: UInt64 = 48
    public var strings: UInt64 = 16
    public var link: UInt32?
    public var stringsType = UInt32(SHT_STRTAB)

    public init() {}
  }
}
