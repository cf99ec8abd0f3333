// SPDX-License-Identifier: Apache-2.0

import CElf

/// Wraps sections of arbitrary bytes in an ELF file, so that a fuzzer need not make valid headers
/// to reach them.
public struct WrappedElf {
  public struct Section {
    let name: String
    let bytes: [UInt8]
    let flags: Int32
    let address: UInt64

    public init(
      name: String, bytes: [UInt8], flags: Int32 = SHF_ALLOC, address: UInt64 = 0
    ) {
      (self.name, self.bytes, self.flags, self.address) = (name, bytes, flags, address)
    }
  }

  /// A 64-bit executable with these sections, each at its address.
  ///
  /// - Parameters:
  ///   - sections: in the order of the file.
  ///   - copies: the number of section headers for the first section.
  public static func executable(_ sections: [Section], copies: Int = 1) -> [UInt8] {
    var names: [UInt8] = [0]
    for name in sections.map(\.name) + [".shstrtab"] { names += Array(name.utf8) + [0] }
    let contents = sections + [Section(name: ".shstrtab", bytes: names, flags: 0)]
    var (file, headers) = ([UInt8](repeating: 0, count: 64), [UInt8](repeating: 0, count: 64))
    var name: UInt32 = 1
    for section in contents {
      while file.count % 8 != 0 { file.append(0) }
      let isNames = section.name == ".shstrtab"
      headers += bytes(
        Elf64_Shdr(
          sh_name: name, sh_type: UInt32(isNames ? SHT_STRTAB : SHT_PROGBITS),
          sh_flags: UInt64(section.flags), sh_addr: section.address,
          sh_offset: UInt64(file.count), sh_size: UInt64(section.bytes.count), sh_link: 0,
          sh_info: 0, sh_addralign: 1, sh_entsize: 0))
      name += UInt32(section.name.utf8.count + 1)
      file += section.bytes
      if copies > 1, headers.count == 128 {
        for _ in 1..<copies { headers += headers[64..<128] }
      }
    }
    while file.count % 8 != 0 { file.append(0) }
    var header = Elf64_Ehdr()
    withUnsafeMutableBytes(of: &header.e_ident) {
      $0.copyBytes(from: [0x7f] + Array("ELF".utf8) + [2, 1, 1])
    }
    header.e_type = UInt16(ET_EXEC)
    header.e_machine = UInt16(EM_X86_64)
    header.e_version = 1
    header.e_ehsize = 64
    header.e_shentsize = 64
    header.e_shoff = UInt64(file.count)
    header.e_shnum = UInt16(headers.count / 64)
    header.e_shstrndx = UInt16(headers.count / 64 - 1)
    file.replaceSubrange(0..<64, with: bytes(header))
    return file + headers
  }

  private static func bytes<T>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
}
