// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// The code of a kernel for PV and PVH that only runs in ring 0: it is reached from PHYS32_ENTRY
/// and from nowhere else in the kernel.
struct ContainerCode {
  /// The ranges of offsets, by region, in order.
  private var ranges: [[Range<Int>]]

  /// Fails if the Xen notes do not have both entries.
  init?(_ linked: LinkedElf, _ regions: [CodeRegion], _ mode: CodeMode) {
    let elf = linked.elf
    guard let physical = elf.number(of: .phys32Entry), let entry = elf.number(of: .entry),
      let segment = elf.segment(containingPhysical: physical)
    else { return nil }
    var own = ReachedCode(regions, mode, addresses: elf.segments)
    own.follow(physical - segment.physicalAddress &+ segment.virtualAddress, in: .bits32)
    ranges = own.ranges.map(Self.joined)
    let others = Self.others(than: ranges, regions, mode, elf) + [entry]
    var shared = ReachedCode(regions, mode)
    for address in others { shared.follow(address) }
    ranges = zip(ranges, shared.ranges).map { Self.subtract($1, from: $0) }
  }

  func contains(_ site: CodeSite) -> Bool {
    ranges[site.region].contains { $0.contains(site.offset) }
  }

  /// The addresses in `ranges` to which the rest of the code branches.
  private static func others(
    than ranges: [[Range<Int>]], _ regions: [CodeRegion], _ mode: CodeMode, _ elf: ElfFile
  ) -> [UInt64] {
    let decoder = InstructionDecoder(mode)
    var found: Set<UInt64> = []
    for (index, region) in regions.enumerated() {
      region.bytes.withUnsafeBytes { code in
        for piece in region.pieces.code {
          for run in subtract(ranges[index], from: [piece]) {
            var at = run.lowerBound
            while at < run.upperBound {
              let one = decoder.decode(code, at: at)
              if let branch = Branch(one, code, at: at) {
                found.insert(region.linkedAddress &+ UInt64(bitPattern: Int64(branch.target)))
              }
              at += one.kind.isCode ? Int(one.length) : 1
            }
          }
        }
      }
    }
    return found.filter { address in
      regions.indices.contains { index in
        guard let offset = regions[index].offset(of: address) else { return false }
        return ranges[index].contains { $0.contains(offset) }
      }
    }
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { all, range in
      guard let last = all.last, range.lowerBound <= last.upperBound else {
        return all.append(range)
      }
      all[all.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
  }

  private static func subtract(
    _ others: [Range<Int>], from ranges: [Range<Int>]
  ) -> [Range<Int>] {
    others.reduce(ranges) { left, other in
      left.flatMap { range -> [Range<Int>] in
        let cut = range.clamped(to: other)
        guard !cut.isEmpty else { return [range] }
        return [range.lowerBound..<cut.lowerBound, cut.upperBound..<range.upperBound]
          .filter { !$0.isEmpty }
      }
    }
  }
}

extension ElfFile {
  /// The value of the last Xen note of that kind.
  fileprivate func number(of note: XenNote) -> UInt64? {
    notes.last { $0.note?.number == note.number }?.number
  }
}
