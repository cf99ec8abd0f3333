// SPDX-License-Identifier: Apache-2.0

/// The range of physical addresses of a kernel's loadable segments, in bytes.
///
/// Without a loadable segment, `start` is all ones and `end` is 0 (libelf-loader.c@4.17,
/// elf_parse_binary).
public struct MemorySpan: Sendable, Equatable {
  /// The first address.
  public let start: UInt64
  /// The end address (exclusive).
  public let end: UInt64

  static let empty = MemorySpan(start: .max, end: 0)
}

extension RawElf {
  /// The minimum p_paddr and the maximum p_paddr + p_memsz of the loadable segments; the sum may
  /// wrap.
  var memorySpan: MemorySpan {
    var (start, end) = (UInt64.max, UInt64(0))
    for segment in segments where isLoadable(segment) {
      let address = value(.physicalAddress, at: segment)
      start = min(start, address)
      end = max(end, address &+ value(.memorySize, at: segment))
    }
    return MemorySpan(start: start, end: end)
  }
}
