// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// A run of code in a kernel: an executable section, or a segment where there are no sections.
public struct CodeRegion: Sendable {
  /// The section's name; `segment 0` of a segment.
  public let name: String
  /// Where it lies when the kernel runs; 0 in an object, which is not linked yet.
  public let address: UInt64
  /// The like, of an object where `LinkedElf` puts it.
  let linkedAddress: UInt64
  /// Where it stands in the ELF.
  public let fileOffset: UInt64
  /// The section's place in the table; nil of a segment, in which data may be too.
  public let section: Int?
  /// Its bytes.
  public let bytes: Bytes
  /// The names of places in it.
  let symbols: CodeSymbols

  /// All of a kernel, an object or a module. A section without contents has no code.
  ///
  /// - Throws: when sections or segments share bytes, so that there is more to go through than there is.
  static func all(
    of linked: LinkedElf, _ names: SymbolNames, _ image: String
  ) throws(ImageError) -> [CodeRegion] {
    let elf = linked.elf
    let sections = elf.sections.filter { $0.isExecutable && $0.isAllocated }
    if let lost = sections.first(where: { $0.hasContents && elf.contents(of: $0) == nil }) {
      throw ImageError(
        image: image, offset: lost.offset, problem: "\(lost.name) lies outside the file",
        cure: "give the whole file")
    }
    try check(sections.map { elf.contents(of: $0) }, of: elf, "executable sections", image)
    try check(linked.relocations, of: elf, "sections of relocations", image)
    guard elf.sections.isEmpty else {
      return sections.compactMap { section in
        linked.contents(of: section).map {
          CodeRegion(
            name: section.name, address: section.address,
            linkedAddress: linked.address(of: section), fileOffset: section.offset,
            section: section.index, bytes: $0,
            symbols: names.symbols(in: section, count: $0.count))
        }
      }
    }
    let segments = elf.segments.filter { $0.isLoad && $0.isExecutable }
    try check(segments.map { elf.contents(of: $0) }, of: elf, "executable segments", image)
    return segments.compactMap { segment in
      elf.contents(of: segment).map {
        CodeRegion(
          name: "segment \(segment.index)", address: segment.virtualAddress,
          linkedAddress: segment.virtualAddress,
          fileOffset: segment.offset, section: nil, bytes: $0, symbols: CodeSymbols())
      }
    }
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

  /// Where the virtual address lies in it; nil outside.
  func offset(of virtualAddress: UInt64) -> Int? {
    guard virtualAddress >= linkedAddress, virtualAddress - linkedAddress < UInt64(bytes.count)
    else { return nil }
    return Int(virtualAddress - linkedAddress)
  }
}
