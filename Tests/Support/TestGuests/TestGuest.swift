// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// A guest kernel that is described part by part, so that a test can break one of them.
///
/// The default is a valid PV64 kernel, which prints `marker` on the hypervisor's console and powers
/// off. Its only segment contains code, notes and legacy string; `build` adds the headers.
public struct TestGuest: Sendable {
  /// The text that the guest prints.
  public static let marker = "pvkit test guest runs"

  public static let base: UInt64 = 0xffff_ffff_8000_0000
  /// The physical address of the segment, which is also its offset from the base.
  public static let start: UInt64 = 0x10_0000
  /// The size of the segment in memory, in bytes, including the zeros after its file contents.
  public static let memory: UInt64 = 0x4000
  static let codeSize = 0x1000

  public var header = Header()
  public var segments: [Segment] = [Segment()]
  public var notes: [TestNote] = TestNote.complete
  /// Whether headers describe the notes: a PT_NOTE segment, a SHT_NOTE section.
  public var notesBySegment = true
  public var notesBySection = true
  /// The sh_type of the notes' section.
  public var noteSectionType = SHT_NOTE
  /// The sh_type of a code section; nil for none.
  public var codeSectionType: Int32?
  /// The `__xen_guest` string.
  public var legacy: String?
  /// The symbol table for BSD_SYMTAB; nil for none.
  public var symbols: Symbols?
  /// A wrong p_offset of the PT_NOTE segment; nil for the right one.
  public var noteOffset: UInt64?

  public init() {}

  /// The ELF header; nil for the value that `build` computes.
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

  /// A program header; nil for the value of the first segment.
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

  /// The sizes of the symbol table and its strings in bytes; a wrong sh_link, or nil for the right
  /// one.
  public struct Symbols: Sendable {
    public var size: UInt64 = 48
    public var strings: UInt64 = 16
    public var link: UInt32?
    public var stringsType = UInt32(SHT_STRTAB)

    public init() {}
  }
}
