// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A program header. Addresses and sizes in bytes.
  public struct Segment: Sendable {
    /// Its place in the table, from 0.
    public let index: Int
    /// p_type.
    public let type: UInt32
    /// p_flags.
    public let flags: UInt32
    /// p_offset, in bytes.
    public let offset: UInt64
    /// p_vaddr.
    public let virtualAddress: UInt64
    /// p_paddr.
    public let physicalAddress: UInt64
    /// p_filesz, in bytes.
    public let fileSize: UInt64
    /// p_memsz, in bytes.
    public let memorySize: UInt64
    /// p_align, in bytes.
    public let alignment: UInt64

    /// PT_LOAD.
    public var isLoad: Bool { type == UInt32(PT_LOAD) }
    /// PT_NOTE.
    public var isNote: Bool { type == UInt32(PT_NOTE) }
    /// PF_R.
    public var isReadable: Bool { flags & UInt32(PF_R) != 0 }
    /// PF_W.
    public var isWritable: Bool { flags & UInt32(PF_W) != 0 }
    /// PF_X.
    public var isExecutable: Bool { flags & UInt32(PF_X) != 0 }

    /// Whether the segment, loaded, covers the virtual address.
    public func contains(virtualAddress address: UInt64) -> Bool {
      address >= virtualAddress && address - virtualAddress < memorySize
    }

    /// Whether the segment, loaded, covers the physical address.
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
