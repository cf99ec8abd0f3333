// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Loaders

/// The virtual addresses where a PV loader puts the kernel: p_paddr − PADDR_OFFSET + VIRT_BASE; before
/// 3.0.0 p_vaddr.
///
/// All sums wrap, as they do in the loader.
struct PVLayout: Sendable {
  let virtBase: UInt64
  let paddrOffset: UInt64
  let segments: [ElfFile.Segment]
  /// The addresses of the kernel's first byte, and of the byte after its last one.
  let start: UInt64
  let end: UInt64

  private let isVirtual: Bool

  /// - Parameter isVirtual: whether the loaders use p_vaddr.
  init(_ parsed: XenLibelf.Parsed, _ memory: LoadedMemory, isVirtual: Bool) {
    self.isVirtual = isVirtual
    let parameters = parsed.parameters
    virtBase = parameters.virtBase ?? 0
    // If the loader refused the image before it determined PADDR_OFFSET, use the loader's default.
    paddrOffset = parameters.paddrOffset ?? (parsed.source == .legacy ? virtBase : 0)
    segments = memory.segments
    guard !isVirtual else {
      start = segments.map(\.virtualAddress).min() ?? 0
      end = segments.map { $0.virtualAddress &+ $0.memorySize }.max() ?? 0
      return
    }
    start = parsed.memory.start &+ virtBase &- paddrOffset
    end = parsed.memory.end &+ virtBase &- paddrOffset
  }

  /// Whether the address is inside a segment as linked, but p_paddr puts this segment at another
  /// address by mistake.
  func misplaces(_ address: UInt64) -> Bool {
    segments.contains { segment in
      address &- segment.virtualAddress < segment.memorySize && isMisplaced(segment)
    }
  }

  /// Whether p_paddr puts the segment at another address than it was linked for, and by mistake:
  /// Linux links its per-CPU data at 0 and the vsyscall page where it maps it itself.
  func isMisplaced(_ segment: ElfFile.Segment) -> Bool {
    let isPerCPU = segment.virtualAddress == 0 && !segment.isExecutable
    return segment.virtualAddress != expectedAddress(segment) && !isPerCPU
      && segment.virtualAddress != Self.vsyscalls
  }

  /// VSYSCALL_START of Linux on x86_64.
  private static let vsyscalls: UInt64 = 0xffff_ffff_ff60_0000

  func contains(_ address: UInt64) -> Bool { address >= start && address < end }
  func physical(_ address: UInt64) -> UInt64 { address &- virtBase &+ paddrOffset }
  /// The virtual address where the segment is loaded.
  func expectedAddress(_ segment: ElfFile.Segment) -> UInt64 {
    isVirtual ? segment.virtualAddress : segment.physicalAddress &+ virtBase &- paddrOffset
  }
}
