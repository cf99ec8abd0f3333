// SPDX-License-Identifier: Apache-2.0

import CElf

extension TestGuest {
  /// Builds the file: ELF header and program headers; from 0x1000 the code, notes and legacy
  /// string; then symbols, section names and section headers.
  public func build() -> TestImage {
    let headers = Emitter(is64: header.is64)
    let tables = Tables(self)
    let notesStart = 0x1000 + TestGuest.codeSize
    let noteBytes = notes.flatMap(\.encoded)
    let legacyStart = notesStart + noteBytes.count
    let legacyBytes: [UInt8] = legacy.map { Array($0.utf8) + [0] } ?? []
    let loadEnd = legacyStart + legacyBytes.count
    let symbolsStart = (loadEnd + 7) & ~7
    let layout = Layout(
      notes: notesStart..<legacyStart, legacy: legacyStart..<loadEnd, symbols: symbolsStart)

    var file = header(tables, layout, headers).bytes
    file += tables.segments(layout)
    let segmentsEnd = file.count
    file += Array(repeating: 0, count: 0x1000 - file.count)
    file += TestCode.bytes + Array(repeating: 0, count: TestGuest.codeSize - TestCode.bytes.count)
    file += noteBytes + legacyBytes
    file += Array(repeating: 0, count: symbolsStart - file.count)
    file += Array(repeating: 0, count: Int(symbols.map { $0.size + $0.strings } ?? 0))
    file += Tables.names
    let sectionsStart = file.count
    file += tables.sections(layout)
    return TestImage(
      bytes: file, header: 0..<Tables.headerSize(header.is64),
      segments: Tables.headerSize(header.is64)..<segmentsEnd, notes: layout.notes,
      legacy: layout.legacy, sections: sectionsStart..<file.count)
  }

  /// Offsets in the file.
  struct Layout {
    let notes: Range<Int>
    let legacy: Range<Int>
    let symbols: Int
  }

  private func header(_ tables: Tables, _ layout: Layout, _ empty: Emitter) -> Emitter {
    var out = empty
    for byte in Array(ELFMAG.utf8) { out.put(UInt64(byte), size: 1) }
    out.put(UInt64(header.elfClass ?? UInt8(header.is64 ? ELFCLASS64 : ELFCLASS32)), size: 1)
    out.put(UInt64(header.order), size: 1)
    out.put(1, size: 10)
    out.half(header.type)
    out.half(header.machine)
    out.word(1)
    out.wide(header.entry)
    out.wide(header.segmentTable ?? UInt64(Tables.headerSize(header.is64)))
    out.wide(header.sectionTable ?? UInt64(tables.sectionTable(layout)))
    out.word(0)
    out.half(header.headerSize ?? UInt16(Tables.headerSize(header.is64)))
    out.half(header.segmentSize ?? UInt16(header.is64 ? 56 : 32))
    out.half(header.segmentCount ?? UInt16(tables.segmentCount))
    out.half(header.sectionSize ?? UInt16(header.is64 ? 64 : 40))
    out.half(header.sectionCount ?? UInt16(tables.sectionCount))
    out.half(header.sectionNames ?? 1)
    return out
  }
}
