// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The kernel's physical memory as loaders fill it, with each loadable segment at its p_paddr.
struct LoadedMemory: Sendable {
  /// The PT_LOAD segments, in the order of the headers.
  let segments: [ElfFile.Segment]
  private let elf: ElfFile

  init(_ elf: ElfFile) {
    segments = Array(elf.segments.filter(\.isLoad).prefix(Subject.mostSegments))
    self.elf = elf
  }

  /// A byte of the memory.
  struct LoadedByte {
    let segment: ElfFile.Segment
    /// The section that was linked to this address; nil if the file has none.
    let section: ElfFile.Section?
    /// The symbol at or before the address; nil if the file has none.
    let symbol: String?
    /// The offset of the byte in the file; nil if the memory is zeroed.
    let fileOffset: UInt64?
    /// The content from the byte on, 16 bytes at most; empty if the memory is zeroed.
    let start: [UInt8]
  }

  /// The byte at a physical address; nil if no segment contains it. If segments overlap, the last
  /// one counts, because it is loaded last.
  func byte(at address: UInt64) -> LoadedByte? {
    guard let segment = segments.last(where: { $0.contains(physicalAddress: address) }) else {
      return nil
    }
    let delta = address - segment.physicalAddress
    let offset = delta < segment.fileSize ? segment.offset &+ delta : nil
    let linked = segment.virtualAddress &+ delta
    let left = min(16, segment.fileSize &- delta)
    let start = offset.flatMap { elf.bytes.slice(at: $0, count: left) }?.array ?? []
    return LoadedByte(
      segment: segment, section: elf.section(containing: linked),
      symbol: elf.symbol(at: linked)?.name, fileOffset: offset, start: start)
  }
}
