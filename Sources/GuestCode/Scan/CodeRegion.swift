// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI
import Instructions

/// A range of code in a kernel: an executable section, or another part that may be executed.
public struct CodeRegion: Sendable {
  /// The section's name, or `segment 0` for a segment.
  public let name: String
  /// Its virtual address when the kernel runs; 0 in an object file, which is not linked yet.
  public let address: UInt64
  /// The address that `LinkedElf` gives it; for a linked file, the same as `address`.
  let linkedAddress: UInt64
  /// Its offset in the ELF file.
  public let fileOffset: UInt64
  /// The index of the section; nil for a segment.
  public let section: Int?
  /// Its bytes.
  public let bytes: Bytes
  /// The symbols in it.
  let symbols: CodeSymbols
  /// Whether it contains only code: true for a section with the executable flag. A segment, or a
  /// section without the flag, may also contain data.
  let isOnlyCode: Bool
  /// For a region that may contain data, the ranges that are certainly code, in order: functions by
  /// their symbols, and what is reached from the kernel's entry.
  fileprivate(set) var surelyCode: [Range<Int>]
  /// Embedded ELF files.
  let embedded: [Range<Int>]

  private init(
    _ name: String, section: ElfFile.Section? = nil, at address: UInt64, linkedAt: UInt64,
    fileOffset: UInt64, _ bytes: Bytes, _ symbols: CodeSymbols = CodeSymbols(),
    surelyCode: [Range<Int>] = []
  ) {
    self.name = name
    self.address = address
    self.linkedAddress = linkedAt
    self.fileOffset = fileOffset
    self.section = section?.index
    self.bytes = bytes
    self.symbols = symbols
    isOnlyCode = section?.isExecutable ?? false
    self.surelyCode = surelyCode
    embedded = EmbeddedElf.ranges(in: bytes, at: fileOffset)
  }

  /// All code of a kernel, an object file or a module: every section with the executable flag. If
  /// an executable segment has no such section, all that it loads may be code. So may a section
  /// that contains the kernel's entry or a function symbol. A section without contents has no code,
  /// and notes are data: a linker gives them the flag of what it puts together with them, and a
  /// segment of them.
  ///
  /// - Throws: `ImageError` if sections or segments overlap so that their sum exceeds the file: the
  ///   scan would take longer than the file's size allows.
  static func all(
    of linked: LinkedElf, _ names: SymbolNames, _ image: String
  ) throws(ImageError) -> [CodeRegion] {
    let elf = linked.elf
    let loaded = elf.sections.filter(\.isAllocated)
    let flagged = loaded.filter { $0.isExecutable && !$0.isNote }
    if let lost = flagged.first(where: { $0.hasContents && elf.contents(of: $0) == nil }) {
      throw ImageError(
        image: image, offset: lost.offset, problem: "\(lost.name) lies outside the file",
        cure: "give the whole file")
    }
    try check(flagged.map { elf.contents(of: $0) }, of: elf, "executable sections", image)
    try check(linked.relocations, of: elf, "sections of relocations", image)
    let silent = elf.segments.filter { segment in
      guard segment.isLoad, segment.isExecutable else { return false }
      let held = loaded.filter { segment.holds($0) }
      let isOfNotes = !held.isEmpty && held.allSatisfy { $0.isNote }
      return !isOfNotes && !held.contains { $0.isExecutable && !$0.isNote }
    }
    let others = loaded.filter { section in
      !section.isExecutable && section.hasContents && !section.isNote
        && (silent.contains { $0.holds(section) }
          || names.hasFunctions(in: section) || section.isEntered(by: elf))
    }
    let bare = silent.filter { segment in !others.contains { segment.holds($0) } }
    try check(
      others.map { elf.contents(of: $0) } + bare.map { elf.contents(of: $0) }, of: elf,
      "executable segments", image)
    var regions = (flagged + others).sorted { $0.index < $1.index }.compactMap {
      CodeRegion($0, of: linked, names)
    }
    regions += bare.compactMap { segment in
      elf.contents(of: segment).map {
        CodeRegion(
          "segment \(segment.index)", at: segment.virtualAddress,
          linkedAt: segment.virtualAddress, fileOffset: segment.offset, $0)
      }
    }
    if regions.contains(where: { !$0.isOnlyCode }), linked.isLinked {
      var reached = ReachedCode(regions, CodeMode(elf.machine))
      for entry in elf.entries { reached.follow(entry) }
      for index in regions.indices where !regions[index].isOnlyCode {
        regions[index].surelyCode = joined(regions[index].surelyCode + reached.ranges[index])
      }
    }
    return regions
  }

  private init?(_ section: ElfFile.Section, of linked: LinkedElf, _ names: SymbolNames) {
    guard let bytes = linked.contents(of: section) else { return nil }
    self.init(
      section.name, section: section, at: section.address, linkedAt: linked.address(of: section),
      fileOffset: section.offset, bytes, names.symbols(in: section, count: bytes.count),
      surelyCode: section.isExecutable ? [] : names.functions(in: section, count: bytes.count))
  }

  /// Refuses parts that are together longer than the file, because each of them is scanned.
  private static func check(
    _ parts: [Bytes?], of elf: ElfFile, _ what: String, _ image: String
  ) throws(ImageError) {
    // The sum cannot overflow: no part is longer than the file, and libelf limits their number.
    let sum = parts.reduce(0) { $0 + ($1?.count ?? 0) }
    guard sum > elf.bytes.count else { return }
    throw ImageError(
      image: image, problem: "\(what) of \(sum) bytes in \(elf.bytes.count) bytes",
      cure: "give a file whose parts do not overlap")
  }

  /// The ranges in order, adjacent ones merged.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { all, range in
      guard let last = all.last, range.lowerBound <= last.upperBound else {
        return all.append(range)
      }
      all[all.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
  }

  /// The offset of a virtual address in the region; nil outside.
  func offset(of virtualAddress: UInt64) -> Int? {
    guard virtualAddress >= linkedAddress, virtualAddress - linkedAddress < UInt64(bytes.count)
    else { return nil }
    return Int(virtualAddress - linkedAddress)
  }
}

extension ElfFile.Segment {
  /// Whether the segment loads the start of the section.
  fileprivate func holds(_ section: ElfFile.Section) -> Bool {
    section.size > 0 && section.address >= virtualAddress
      && section.address - virtualAddress < fileSize
  }
}

extension ElfFile.Section {
  fileprivate func isEntered(by elf: ElfFile) -> Bool {
    elf.header.type != UInt16(ET_REL) && elf.entries.contains(where: contains(virtualAddress:))
  }
}

extension ElfFile {
  /// The addresses at which the kernel is entered, from its header and its notes.
  fileprivate var entries: [UInt64] {
    [entry] + notes.filter { $0.note?.number == XenNote.entry.number }.compactMap(\.number)
  }
}

extension CodeMode {
  fileprivate init(_ machine: UInt16) {
    self = Int32(machine) == EM_386 ? .bits32 : .bits64
  }
}
