// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI
import Instructions

/// A run of code in a kernel: an executable section, or what else may be executed.
public struct CodeRegion: Sendable {
  /// The section's name; `segment 0` of a segment.
  public let name: String
  /// Where it lies when the kernel runs; 0 in an object, which is not linked yet.
  public let address: UInt64
  /// The like, of an object where `LinkedElf` puts it.
  let linkedAddress: UInt64
  /// Where it stands in the ELF.
  public let fileOffset: UInt64
  /// The section's place in the table; nil of a segment.
  public let section: Int?
  /// Its bytes.
  public let bytes: Bytes
  /// The names of places in it.
  let symbols: CodeSymbols
  /// It holds code and nothing else: a section that says so. Of what else a processor may execute, a
  /// segment or a section without the flag, some may be data.
  let isOnlyCode: Bool
  /// Of what may be data too, where surely is code, in order: functions by their symbols, and what the
  /// kernel's entry leads to.
  fileprivate(set) var surelyCode: [Range<Int>]
  /// ELF files that stand in it.
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

  /// All of a kernel, an object or a module: each section that says it is code. Where no section of
  /// an executable segment says so, the segment decides, and all that is loaded there may be code. So
  /// may any section that the kernel is entered in, or in which a symbol says that there is a
  /// function. A section without contents has no code.
  ///
  /// - Throws: when sections or segments share bytes, so that there is more to go through than there is.
  static func all(
    of linked: LinkedElf, _ names: SymbolNames, _ image: String
  ) throws(ImageError) -> [CodeRegion] {
    let elf = linked.elf
    let loaded = elf.sections.filter(\.isAllocated)
    let flagged = loaded.filter(\.isExecutable)
    if let lost = flagged.first(where: { $0.hasContents && elf.contents(of: $0) == nil }) {
      throw ImageError(
        image: image, offset: lost.offset, problem: "\(lost.name) lies outside the file",
        cure: "give the whole file")
    }
    try check(flagged.map { elf.contents(of: $0) }, of: elf, "executable sections", image)
    try check(linked.relocations, of: elf, "sections of relocations", image)
    let silent = elf.segments.filter { segment in
      segment.isLoad && segment.isExecutable && !flagged.contains { segment.holds($0) }
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

  /// Refuses parts that are more together than the file has bytes: each of them is gone through.
  private static func check(
    _ parts: [Bytes?], of elf: ElfFile, _ what: String, _ image: String
  ) throws(ImageError) {
    // No part is longer than the file, and there are no more than libelf's reader allows.
    let sum = parts.reduce(0) { $0 + ($1?.count ?? 0) }
    guard sum > elf.bytes.count else { return }
    throw ImageError(
      image: image, problem: "\(what) of \(sum) bytes in \(elf.bytes.count) bytes",
      cure: "give a file whose parts do not overlap")
  }

  /// In order, and those that touch as one.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { all, range in
      guard let last = all.last, range.lowerBound <= last.upperBound else {
        return all.append(range)
      }
      all[all.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
  }

  /// Where the virtual address lies in it; nil outside.
  func offset(of virtualAddress: UInt64) -> Int? {
    guard virtualAddress >= linkedAddress, virtualAddress - linkedAddress < UInt64(bytes.count)
    else { return nil }
    return Int(virtualAddress - linkedAddress)
  }
}

extension ElfFile.Segment {
  /// Whether a part of the section is loaded with it.
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
  /// Where a kernel is entered, by its header and its notes.
  fileprivate var entries: [UInt64] {
    [entry] + notes.filter { $0.note?.number == XenNote.entry.number }.compactMap(\.number)
  }
}

extension CodeMode {
  fileprivate init(_ machine: UInt16) {
    self = Int32(machine) == EM_386 ? .bits32 : .bits64
  }
}
