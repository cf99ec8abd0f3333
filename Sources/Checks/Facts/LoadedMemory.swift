// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The kernel's physical memory as loaders fill it: loadable segments, each at its p_paddr.
struct LoadedMemory: Sendable {
  /// PT_LOAD, in the headers' order.
  let segments: [ElfFile.Segment]
  private let elf: ElfFile

  init(_ elf: ElfFile) {
    segments = Array(elf.segments.filter(\.isLoad).prefix(Subject.mostSegments))
    self.elf = elf
  }

  /// A byte of that memory.
  struct Spot {
    let segment: ElfFile.Segment
    /// The section that was linked there, if sections are told.
    let section: ElfFile.Section?
    /// The symbol at or before it, if symbols are told.
    let symbol: String?
    /// Where its value stands in the file; nil where memory is zeroed.
    let fileOffset: UInt64?
    /// The value of the first bytes there, 16 at most; empty where memory is zeroed.
    let start: [UInt8]
  }

  /// What is at the physical address; nil in a hole and outside. Of overlapping segments the last
  /// counts, as it is loaded last.
  func spot(at address: UInt64) -> Spot? {
    guard let segment = segments.last(where: { $0.contains(physicalAddress: address) }) else {
      return nil
    }
    let delta = address - segment.physicalAddress
    let offset = delta < segment.fileSize ? segment.offset &+ delta : nil
    let linked = segment.virtualAddress &+ delta
    let left = min(16, segment.fileSize &- delta)
    let start = offset.flatMap { elf.bytes.slice(at: $0, count: left) }?.array ?? []
    return Spot(
      segment: segment, section: elf.section(containing: linked),
      symbol: elf.symbol(at: linked)?.name, fileOffset: offset, start: start)
  }
}
