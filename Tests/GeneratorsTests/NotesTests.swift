// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import GuestImage
import HypervisorABI
import Testing

@Suite struct NotesTests {
  /// Assembles the notes with the symbols that they name, as a whole ELF.
  private func assemble(_ compiler: Compiler, _ body: (ElfFile) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let symbols =
        "\n\t.globl start, hypercall_page, virt_base\n\t.text\nstart:\thlt\n"
        + "\t.balign 4096\nhypercall_page:\t.skip 4096\n\t.set virt_base, 0x400000\n"
      let source = Generate.notes().text + symbols
      let result = try Command.run(
        [
          compiler.rawValue, "-static", "-nostdlib", "-Wl,--build-id=none", "-Wl,-e,start", "-x",
          "assembler-with-cpp", "-", "-o", folder + "/notes.elf",
        ], input: Array(source.utf8))
      try #require(result.status == 0, "\(result.errors)")
      try body(GuestImage.open(path: folder + "/notes.elf").elf.get())
    }
  }

  @Test(arguments: Compiler.allCases) func areReadBackAsDescribed(compiler: Compiler) throws {
    try assemble(compiler) { elf in
      let section = try #require(elf.sections.first { $0.name == ".note.Xen" })
      #expect(section.alignment == 4)
      let bytes = try #require(elf.bytes.slice(at: section.offset, count: section.size))
      #expect(types(in: bytes) == NoteDescription.pv64.notes.map(\.note.number))
    }
  }

  /// The types of the records, each with owner "Xen", walked by their sizes.
  private func types(in bytes: Bytes) -> [UInt32] {
    var types: [UInt32] = []
    var offset: UInt64 = 0
    while let nameSize: UInt32 = bytes.integer(at: offset),
      let size: UInt32 = bytes.integer(at: offset + 4),
      let type: UInt32 = bytes.integer(at: offset + 8)
    {
      #expect(bytes.string(at: offset + 12) == Array("Xen".utf8))
      types.append(type)
      offset += 12 + UInt64((nameSize + 3) & ~3) + UInt64((size + 3) & ~3)
    }
    return types
  }

  @Test func areAsManyAsDescribed() {
    let one = NoteDescription([(.phys32Entry, .symbol32("entry32"))])
    let text = Generate.notes(one).text
    #expect(text.contains("\t.long\tentry32\n"))
    #expect(text.contains("XEN_ELFNOTE_PHYS32_ENTRY"))
    #expect(!text.contains("VIRT_BASE"))
  }
}
