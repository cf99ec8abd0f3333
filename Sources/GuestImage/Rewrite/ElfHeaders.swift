// SPDX-License-Identifier: Apache-2.0

import CElf

/// What is to become of an ELF's headers.
struct ElfHeaders {
  /// Changes of program headers, by their place in the table.
  var segments: [(Int, (inout GElf_Phdr) -> Void)] = []
  /// Changes of section headers, likewise.
  var sections: [(Int, (inout GElf_Shdr) -> Void)] = []
  /// The last program header from now on.
  var newSegment: GElf_Phdr?
  /// The last section header from now on.
  var newSection: GElf_Shdr?
  /// Where the program headers stand from now on; nil where they stood.
  var segmentTable: UInt64?
  /// Where the section headers stand from now on.
  var sectionTable: UInt64?

  /// Applies them to an ELF that is open to be written.
  ///
  /// - Returns: whether libelf took all.
  func apply(to elf: OpaquePointer) -> Bool {
    var segments: [GElf_Phdr] = []
    // libelf reads tables when asked, from where they are by then: they move last.
    guard read(&segments, of: elf), change(&segments, in: elf), addSection(to: elf),
      sections.allSatisfy({ change($0, of: elf, $1) })
    else { return false }
    return moveTables(of: elf)
  }

  private func read(_ segments: inout [GElf_Phdr], of elf: OpaquePointer) -> Bool {
    var count = 0
    guard elf_getphdrnum(elf, &count) == 0 else { return false }
    segments = [GElf_Phdr](repeating: GElf_Phdr(), count: count)
    return segments.indices.allSatisfy { gelf_getphdr(elf, Int32($0), &segments[$0]) != nil }
  }

  private func change(_ segments: inout [GElf_Phdr], in elf: OpaquePointer) -> Bool {
    guard !self.segments.isEmpty || newSegment != nil else { return true }
    for (index, change) in self.segments { change(&segments[index]) }
    if let newSegment {
      segments.append(newSegment)
      guard gelf_newphdr(elf, segments.count) != nil else { return false }
    }
    return segments.indices.allSatisfy { gelf_update_phdr(elf, Int32($0), &segments[$0]) != 0 }
  }

  private func addSection(to elf: OpaquePointer) -> Bool {
    guard var newSection else { return true }
    var first = GElf_Shdr()
    // Unless all is to be written, libelf takes the new header from behind its table's end.
    guard gelf_getshdr(elf_getscn(elf, 0), &first) != nil, let section = elf_newscn(elf),
      elf_flagelf(elf, ELF_C_SET, UInt32(ELF_F_DIRTY)) != 0
    else { return false }
    return gelf_update_shdr(section, &newSection) != 0
  }

  private func moveTables(of elf: OpaquePointer) -> Bool {
    var header = GElf_Ehdr()
    guard gelf_getehdr(elf, &header) != nil else { return false }
    header.e_phoff = segmentTable ?? header.e_phoff
    header.e_shoff = sectionTable ?? header.e_shoff
    return gelf_update_ehdr(elf, &header) != 0
  }

  private func change(
    _ index: Int, of elf: OpaquePointer, _ change: (inout GElf_Shdr) -> Void
  ) -> Bool {
    var header = GElf_Shdr()
    guard let section = elf_getscn(elf, index), gelf_getshdr(section, &header) != nil else {
      return false
    }
    change(&header)
    return gelf_update_shdr(section, &header) != 0
  }
}
