// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Words in a kernel's data that hold an address in the hypercall page, through which the kernel
/// calls Xen.
struct PageSlots {
  /// The limits of the search. A kernel that calls through pointers has few of them and little
  /// data. Linux has more data, and calls the page directly.
  private static let (mostSlots, mostBytes) = (64, 4 << 20)

  /// The ranges of the words, in order; empty for a kernel with more data than the limit.
  static func all(of page: Range<UInt64>, in linked: LinkedElf) -> [Range<UInt64>] {
    let sections = linked.elf.sections.filter {
      $0.isAllocated && !$0.isExecutable && $0.hasContents && !$0.isNote
    }
    let size = sections.reduce(UInt64(0)) { $0 &+ min($1.size, 1 << 40) }
    guard size <= UInt64(mostBytes) else { return [] }
    let width = linked.elf.width.rawValue / 8
    var found: [Range<UInt64>] = []
    for section in sections {
      let start = linked.address(of: section)
      guard start != 0, let bytes = linked.contents(of: section) else { continue }
      for offset in bytes.words(in: page, width: width) where found.count < mostSlots {
        let place = start &+ UInt64(offset)
        if place < UInt64.max - 8 { found.append(place..<place + UInt64(width)) }
      }
    }
    return found
  }
}

extension Bytes {
  /// The offsets of aligned words whose value is in the range.
  fileprivate func words(in range: Range<UInt64>, width: Int) -> [Int] {
    withUnsafeBytes { raw in
      let size = range.upperBound - range.lowerBound
      return stride(from: 0, through: raw.count - width, by: width).filter { offset in
        let word =
          width == 8
          ? raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          : UInt64(raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        return word &- range.lowerBound < size
      }
    }
  }
}
