// SPDX-License-Identifier: Apache-2.0

import CElf

/// A small ELF64 for tests, little-endian: the program headers behind the header, then contents,
/// then the section headers, as linkers lay it out.
struct ElfBuilder {
  struct Part {
    var name: String
    var type: Int32
    var flags: Int32 = 0
    var address: UInt64 = 0
    var contents: [UInt8]
    /// In memory; nil when it is as large as the contents.
    var memorySize: UInt64?
    /// The kind of segment that covers it, and its flags; nil for none.
    var segment: (type: Int32, flags: Int32)?
    var link: UInt32 = 0
    var alignment: UInt64 = 4
  }

  static let headerSize = 64
  static let base: UInt64 = 0xffff_ffff_8100_0000

  var machine = UInt16(EM_X86_64)
  var entry = ElfBuilder.base + 0x10
  var parts: [Part] = []

  /// Where each field of the header stands, in bytes.
  enum Field {
    static let entry = 24
    static let segmentTable = 32
    static let sectionTable = 40
    static let segmentEntrySize = 54
    static let segmentCount = 56
    static let sectionEntrySize = 58
    static let sectionCount = 60
    static let nameIndex = 62
  }

  var segmentCount: Int { parts.count { $0.segment != nil } }
  /// The index of the first part's section.
  static let firstSection = 1

  func build() -> [UInt8] {
    var names = ByteWriter(bytes: [0])
    var offsets: [Int] = []
    var body = ByteWriter()
    body.pad(to: Self.headerSize + segmentCount * 56)
    for part in parts {
      body.align(8)
      offsets.append(body.bytes.count)
      body.put(part.contents)
    }
    let nameOffsets = (parts.map(\.name) + [".shstrtab"]).map { name in
      defer { names.put(Array(name.utf8) + [0]) }
      return UInt32(names.bytes.count)
    }
    offsets.append(body.bytes.count)
    body.put(names.bytes)
    body.align(8)
    let table = body.bytes.count
    let strings = Part(name: ".shstrtab", type: SHT_STRTAB, contents: names.bytes)
    body.pad(to: table + 64)
    for (part, (name, offset)) in zip(parts + [strings], zip(nameOffsets, offsets)) {
      put(part, name, offset, into: &body)
    }
    var file = body.bytes
    file.replaceSubrange(0..<Self.headerSize, with: header(sectionTable: table))
    let segments = segmentHeaders(offsets)
    file.replaceSubrange(Self.headerSize..<Self.headerSize + segments.count, with: segments)
    return file
  }

  private func header(sectionTable: Int) -> [UInt8] {
    var header = ByteWriter()
    header.put([0x7f] + Array("ELF".utf8) + [2, 1, 1] + [UInt8](repeating: 0, count: 9))
    header.put(UInt16(ET_EXEC))
    header.put(machine)
    header.put(UInt32(EV_CURRENT))
    header.put(entry)
    header.put(UInt64(segmentCount > 0 ? Self.headerSize : 0))
    header.put(UInt64(sectionTable))
    header.put(UInt32(0))
    header.put([UInt16(Self.headerSize), 56, UInt16(segmentCount), 64])
    header.put([UInt16(parts.count + 2), UInt16(parts.count + 1)])
    return header.bytes
  }

  private func segmentHeaders(_ offsets: [Int]) -> [UInt8] {
    var table = ByteWriter()
    for (part, offset) in zip(parts, offsets) {
      guard let segment = part.segment else { continue }
      table.put(UInt32(segment.type))
      table.put(UInt32(segment.flags))
      let size = UInt64(part.contents.count)
      let physical = part.address == 0 ? 0 : part.address &- 0xffff_ffff_8000_0000
      let memory = part.memorySize ?? size
      table.put([UInt64(offset), part.address, physical, size, memory, part.alignment])
    }
    return table.bytes
  }

  private func put(_ part: Part, _ name: UInt32, _ offset: Int, into body: inout ByteWriter) {
    body.put(name)
    body.put(UInt32(part.type))
    let size = part.memorySize ?? UInt64(part.contents.count)
    body.put([UInt64(part.flags), part.address, UInt64(offset), size])
    body.put(part.link)
    body.put(UInt32(0))
    body.put([part.alignment, 0])
  }
}

extension ElfBuilder {
  /// A kernel of a few hundred bytes: code, data with bss, and a note segment.
  static func kernel(notes: [UInt8]) -> ElfBuilder {
    ElfBuilder(parts: [
      Part(
        name: ".text", type: SHT_PROGBITS, flags: SHF_ALLOC | SHF_EXECINSTR, address: base,
        contents: [UInt8](repeating: 0x90, count: 64), segment: (PT_LOAD, PF_R | PF_X)),
      Part(
        name: ".data", type: SHT_PROGBITS, flags: SHF_ALLOC | SHF_WRITE, address: base + 0x1000,
        contents: [UInt8](repeating: 1, count: 32), memorySize: 0x100,
        segment: (PT_LOAD, PF_R | PF_W)),
      Part(name: ".notes", type: SHT_NOTE, contents: notes, segment: (PT_NOTE, PF_R)),
    ])
  }

  /// The same with the notes that a PV64 guest bears.
  static var guest: ElfBuilder {
    kernel(
      notes: Notes.string(6, "linux") + Notes.string(5, "xen-3.0") + Notes.string(8, "generic")
        + Notes.number(3, 0xffff_ffff_8000_0000) + Notes.number(1, base + 0x10))
  }
}
