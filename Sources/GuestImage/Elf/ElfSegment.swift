// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A program header.
  public struct Segment: Sendable {
    /// The index in the table, from 0.
    public let index: Int
    /// p_type.
    public let type: UInt32
    /// p_flags.
    public let flags: UInt32
    /// p_offset, in bytes.
    public let offset: UInt64
    /// p_vaddr, a virtual address.
    public let virtualAddress: UInt64
    /// p_paddr, a physical address.
    public let physicalAddress: UInt64
    /// p_filesz, in bytes.
    public let fileSize: UInt64
    /// p_memsz, in bytes.
    public let memorySize: UInt64
    /// p_align, in bytes.
    public let alignment: UInt64

    /// Whether it is loaded (PT_LOAD).
    public var isLoad: Bool { type == UInt32(PT_LOAD) }
    /// Whether it contains notes (PT_NOTE).
    public var isNote: Bool { type == UInt32(PT_NOTE) }
    /// Whether it is readable (PF_R).
    public var isReadable: Bool { flags & UInt32(PF_R) != 0 }
    /// Whether it is writable (PF_W).
    public var isWritable: Bool { flags & UInt32(PF_W) != 0 }
    /// Whether it is executable (PF_X).
    public var isExecutable: Bool { flags & UInt32(PF_X) != 0 }

    /// Whether it contains a virtual address once it is loaded.
    public func contains(virtualAddress address: UInt64) -> Bool {
      address >= virtualAddress && address - virtualAddress < memorySize
    }

    /// Whether it contains a physical address once it is loaded.
    public func contains(physicalAddress address: UInt64) -> Bool {
      address >= physicalAddress && address - physicalAddress < memorySize
    }
  }
}

extension ElfFile.Segment {
  init(_ header: GElf_Phdr, index: Int) {
    self.index = index
    type = header.p_type
    flags = header.p_flags
    offset = header.p_offset
    virtualAddress = header.p_vaddr
    physicalAddress = header.p_paddr
    fileSize = header.p_filesz
    memorySize = header.p_memsz
    alignment = header.p_align
  }
}
