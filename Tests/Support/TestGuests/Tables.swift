// SPDX-License-Identifier: Apache-2.0

import CElf

/// The program and section headers of a test guest.
struct Tables {
  let guest: TestGuest

  init(_ guest: TestGuest) { self.guest = guest }

  static func headerSize(_ is64: Bool) -> Int { is64 ? 64 : 52 }

  /// A string table with the names of all sections.
  static let names = Array("\0.names\0.note.Xen\0__xen_guest\0.symtab\0.strtab\0.text\0".utf8)
  private static func name(_ name: String) -> UInt32 {
    let wanted = Array(name.utf8)
    let places = names.indices.filter { names[$0...].starts(with: wanted) }
    return UInt32(places.first ?? 0)
  }

  private var is64: Bool { guest.header.is64 }
  var segmentCount: Int { guest.segments.count + (guest.notesBySegment ? 1 : 0) }

  func segments(_ layout: TestGuest.Layout) -> [UInt8] {
    var out = Emitter(is64: is64)
    for segment in guest.segments { put(segment, layout, &out) }
    if guest.notesBySegment { put(noteSegment(layout), layout, &out) }
    return out.bytes
  }

  private func noteSegment(_ layout: TestGuest.Layout) -> TestGuest.Segment {
    var segment = TestGuest.Segment()
    segment.type = UInt32(PT_NOTE)
    segment.flags = UInt32(PF_R)
    segment.offset = guest.noteOffset ?? UInt64(layout.notes.lowerBound)
    segment.fileSize = UInt64(layout.notes.count)
    segment.memorySize = UInt64(layout.notes.count)
    segment.alignment = 4
    return segment
  }

  private func put(
    _ segment: TestGuest.Segment, _ layout: TestGuest.Layout, _ out: inout Emitter
  ) {
    out.word(segment.type)
    if is64 { out.word(segment.flags) }
    out.wide(segment.offset ?? 0x1000)
    out.wide(segment.virtualAddress)
    out.wide(segment.physicalAddress)
    out.wide(segment.fileSize ?? UInt64(layout.legacy.upperBound - 0x1000))
    out.wide(segment.memorySize)
    if !is64 { out.word(segment.flags) }
    out.wide(segment.alignment)
  }
}

extension Tables {
  /// The fields of a section header that tests use.
  private struct Section {
    var name: String
    var type: Int32
    var offset: Int
    var size: UInt64
    var link: UInt32 = 0
    var flags: UInt64 = 0
  }

  private func list(_ layout: TestGuest.Layout) -> [Section] {
    var sections = [
      Section(name: "", type: SHT_NULL, offset: 0, size: 0),
      Section(
        name: ".names", type: SHT_STRTAB, offset: namesStart(layout),
        size: UInt64(Tables.names.count)),
    ]
    if guest.notesBySection {
      sections.append(
        Section(
          name: ".note.Xen", type: guest.noteSectionType, offset: layout.notes.lowerBound,
          size: UInt64(layout.notes.count)))
    }
    if guest.legacy != nil {
      sections.append(
        Section(
          name: "__xen_guest", type: SHT_PROGBITS, offset: layout.legacy.lowerBound,
          size: UInt64(layout.legacy.count)))
    }
    if let type = guest.codeSectionType {
      let flags = UInt64(SHF_ALLOC | SHF_EXECINSTR)
      sections.append(
        Section(name: ".text", type: type, offset: 0x1000, size: 0x1000, flags: flags))
    }
    if let symbols = guest.symbols {
      let link = symbols.link ?? UInt32(sections.count + 1)
      sections.append(
        Section(
          name: ".symtab", type: SHT_SYMTAB, offset: layout.symbols, size: symbols.size, link: link)
      )
      sections.append(
        Section(
          name: ".strtab", type: Int32(bitPattern: symbols.stringsType),
          offset: layout.symbols + Int(symbols.size), size: symbols.strings))
    }
    return sections
  }

  private func namesStart(_ layout: TestGuest.Layout) -> Int {
    layout.symbols + Int(guest.symbols.map { $0.size + $0.strings } ?? 0)
  }

  var sectionCount: Int {
    list(TestGuest.Layout(notes: 0..<0, legacy: 0..<0, symbols: 0)).count
  }

  func sectionTable(_ layout: TestGuest.Layout) -> Int { namesStart(layout) + Tables.names.count }

  func sections(_ layout: TestGuest.Layout) -> [UInt8] {
    var out = Emitter(is64: is64)
    for section in list(layout) {
      out.word(section.name.isEmpty ? 0 : Tables.name(section.name))
      out.word(UInt32(bitPattern: section.type))
      out.wide(section.flags)
      out.wide(0)
      out.wide(UInt64(section.offset))
      out.wide(section.size)
      out.word(section.link)
      out.word(0)
      out.wide(1)
      out.wide(0)
    }
    return out.bytes
  }
}
