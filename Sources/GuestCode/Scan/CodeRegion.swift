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
  /// - Throws: when sections share bytes, so that there is more to go through than there is.
  static func all(
    of linked: LinkedElf, _ names: SymbolNames, _ image: String
  ) throws(ImageError) -> [CodeRegion] {
    let elf = linked.elf
    let sections = elf.sections.prefix(mostRegions).filter { $0.isExecutable && $0.isAllocated }
    if let lost = sections.first(where: { $0.hasContents && elf.contents(of: $0) == nil }) {
      throw ImageError(
        image: image, offset: lost.offset, problem: "\(lost.name) lies outside the file",
        cure: "give the whole file")
    }
    let sum = sections.reduce(UInt64(0)) { $0 &+ ($1.hasContents ? $1.size : 0) }
    guard sum <= UInt64(elf.bytes.count) else {
      throw ImageError(
        image: image, problem: "executable sections of \(sum) bytes in \(elf.bytes.count) bytes",
        cure: "give an object whose sections do not overlap")
    }
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
    return elf.segments.prefix(mostRegions).filter { $0.isLoad && $0.isExecutable }.compactMap {
      segment in
      elf.contents(of: segment).map {
        CodeRegion(
          name: "segment \(segment.index)", address: segment.virtualAddress,
          linkedAddress: segment.virtualAddress,
          fileOffset: segment.offset, section: nil, bytes: $0, symbols: CodeSymbols())
      }
    }
  }

  /// More than any object has, compiled with a section for each function.
  static let mostRegions = 1 << 16

  /// Where the virtual address lies in it; nil outside.
  func offset(of virtualAddress: UInt64) -> Int? {
    guard virtualAddress >= linkedAddress, virtualAddress - linkedAddress < UInt64(bytes.count)
    else { return nil }
    return Int(virtualAddress - linkedAddress)
  }
}
