// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A section header, with its name.
  public struct Section: Sendable {
    /// The index in the table, from 0.
    public let index: Int
    /// The name, up to 255 bytes; empty if it is not in the string table.
    public let name: String
    /// sh_type.
    public let type: UInt32
    /// sh_flags.
    public let flags: UInt64
    /// sh_addr, a virtual address.
    public let address: UInt64
    /// sh_offset, in bytes.
    public let offset: UInt64
    /// sh_size, in bytes.
    public let size: UInt64
    /// sh_addralign, in bytes.
    public let alignment: UInt64
    /// sh_link; for a symbol table, the index of its string table.
    public let link: UInt32
    /// sh_info; for relocations, the index of the section that they modify.
    public let info: UInt32

    /// Whether it contains notes (SHT_NOTE).
    public var isNote: Bool { type == UInt32(SHT_NOTE) }
    /// Whether it occupies memory in the running kernel (SHF_ALLOC).
    public var isAllocated: Bool { flags & UInt64(SHF_ALLOC) != 0 }
    /// Whether it contains code (SHF_EXECINSTR).
    public var isExecutable: Bool { flags & UInt64(SHF_EXECINSTR) != 0 }
    /// Whether it has bytes in the file.
    public var hasContents: Bool { type != UInt32(SHT_NOBITS) && type != UInt32(SHT_NULL) }

    /// Whether it contains a virtual address in the running kernel.
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
