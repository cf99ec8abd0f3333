// SPDX-License-Identifier: Apache-2.0

import CElf

// Headers for notes, or for the legacy string, that are only in the file and not in memory.

extension GElf_Phdr {
  static func notes(at start: UInt64, _ size: UInt64) -> GElf_Phdr {
    GElf_Phdr(
      p_type: UInt32(PT_NOTE), p_flags: UInt32(PF_R), p_offset: start, p_vaddr: 0, p_paddr: 0,
      p_filesz: size, p_memsz: size, p_align: 4)
  }
}

extension GElf_Shdr {
  static func notes(at start: UInt64, _ size: UInt64) -> GElf_Shdr {
    GElf_Shdr(
      sh_name: 0, sh_type: UInt32(SHT_NOTE), sh_flags: 0, sh_addr: 0, sh_offset: start,
      sh_size: size, sh_link: 0, sh_info: 0, sh_addralign: 4, sh_entsize: 0)
  }

  static func text(at start: UInt64, _ size: UInt64) -> GElf_Shdr {
    var header = notes(at: start, size)
    header.sh_type = UInt32(SHT_PROGBITS)
    return header
  }
}
