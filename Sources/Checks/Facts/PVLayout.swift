// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Loaders

/// The virtual addresses at which a PV loader puts the kernel: p_paddr − PADDR_OFFSET + VIRT_BASE.
///
/// All sums wrap, as the loader's do.
struct PVLayout: Sendable {
  let virtBase: UInt64
  let paddrOffset: UInt64
  let segments: [ElfFile.Segment]
  /// The kernel's first byte and the byte behind its last.
  let start: UInt64
  let end: UInt64

  init(_ parsed: XenLibelf.Parsed, _ memory: LoadedMemory) {
    let parameters = parsed.parameters
    virtBase = parameters.virtBase ?? 0
    // Refused before the loader worked it out: its defaults.
    paddrOffset = parameters.paddrOffset ?? (parsed.source == .legacy ? virtBase : 0)
    segments = memory.segments
    start = parsed.memory.start &+ virtBase &- paddrOffset
    end = parsed.memory.end &+ virtBase &- paddrOffset
  }

  /// Whether the address is right for how its segment was linked, and p_paddr puts that elsewhere.
  func misplaces(_ address: UInt64) -> Bool {
    segments.contains { segment in
      address &- segment.virtualAddress < segment.memorySize
        && expectedAddress(segment) != segment.virtualAddress
    }
  }

  func contains(_ address: UInt64) -> Bool { address >= start && address < end }
  func physical(_ address: UInt64) -> UInt64 { address &- virtBase &+ paddrOffset }
  /// Where the segment comes to lie.
  func expectedAddress(_ segment: ElfFile.Segment) -> UInt64 {
    segment.physicalAddress &+ virtBase &- paddrOffset
  }
}
