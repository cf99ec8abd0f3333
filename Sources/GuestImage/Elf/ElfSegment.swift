// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A program header. Addresses and sizes in bytes.
  public struct Segment: Sendable {
    public let index: Int
    public let type: UInt32
    public let flags: UInt32
    public let offset: UInt64
    public let virtualAddress: UInt64
    public let physicalAddress: UInt64
    public let fileSize: UInt64
    public let memorySize: UInt64
    public let alignment: UInt64

    public var isLoad: Bool { type == UInt32(PT_LOAD) }
    public var isNote: Bool { type == UInt32(PT_NOTE) }
    public var isReadable: Bool { flags & UInt32(PF_R) != 0 }
    public var isWritable: Bool { flags & UInt32(PF_W) != 0 }
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
