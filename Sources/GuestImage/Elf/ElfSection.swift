// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A section header, its name resolved.
  public struct Section: Sendable {
    /// Its place in the table, from 0.
    public let index: Int
    /// Up to 255 bytes of it; empty when the string table does not hold it.
    public let name: String
    /// sh_type.
    public let type: UInt32
    /// sh_flags.
    public let flags: UInt64
    /// sh_addr, virtual.
    public let address: UInt64
    /// sh_offset, in bytes.
    public let offset: UInt64
    /// sh_size, in bytes.
    public let size: UInt64
    /// sh_addralign, in bytes.
    public let alignment: UInt64
    /// sh_link: of a symbol table, the section that holds its strings.
    public let link: UInt32
    /// sh_info: of relocations, the section that they change.
    public let info: UInt32

    /// SHT_NOTE.
    public var isNote: Bool { type == UInt32(SHT_NOTE) }
    /// It takes memory in the running kernel.
    public var isAllocated: Bool { flags & UInt64(SHF_ALLOC) != 0 }
    /// SHF_EXECINSTR.
    public var isExecutable: Bool { flags & UInt64(SHF_EXECINSTR) != 0 }
    /// SHF_WRITE.
    public var isWritable: Bool { flags & UInt64(SHF_WRITE) != 0 }
    /// It has bytes in the file.
    public var hasContents: Bool { type != UInt32(SHT_NOBITS) && type != UInt32(SHT_NULL) }

    /// Whether the section covers the virtual address in the running kernel.
    public func contains(virtualAddress: UInt64) -> Bool {
      isAllocated && virtualAddress >= address && virtualAddress - address < size
    }
  }
}

extension ElfFile.Section {
  init(_ header: GElf_Shdr, index: Int, name: String) {
    self.index = index
    self.name = name
    type = header.sh_type
    flags = header.sh_flags
    address = header.sh_addr
    offset = header.sh_offset
    size = header.sh_size
    alignment = header.sh_addralign
    link = header.sh_link
    info = header.sh_info
  }
}
