// SPDX-License-Identifier: Apache-2.0

/// The addresses at which a kernel has code, and the region of each. Every table entry and every
/// call looks one up, so a look-up takes the same time however many regions there are.
struct CodeAddresses: Sendable {
  /// An address range of one region. All parts are disjoint and in order.
  private struct Part {
    let range: Range<UInt64>
    let region: Int
  }

  private let parts: [Part]

  /// - Parameter regions: a region at address 0 is not linked, and has no address. Where several
  ///   regions contain an address, the one that begins first wins; if they begin together, the
  ///   first in the list.
  init(_ regions: [CodeRegion]) {
    let all = regions.enumerated().compactMap { index, region -> Part? in
      let start = region.linkedAddress
      let (end, overflow) = start.addingReportingOverflow(UInt64(region.bytes.count))
      return start == 0 || overflow || start == end ? nil : Part(range: start..<end, region: index)
    }
    var parts: [Part] = []
    parts.reserveCapacity(all.count)
    for part in all.sorted(by: {
      ($0.range.lowerBound, $0.region) < ($1.range.lowerBound, $1.region)
    }) {
      let start = max(part.range.lowerBound, parts.last?.range.upperBound ?? 0)
      guard start < part.range.upperBound else { continue }
      parts.append(Part(range: start..<part.range.upperBound, region: part.region))
    }
    self.parts = parts
  }

  func contains(_ address: UInt64) -> Bool { region(at: address) != nil }

  /// The index of the region that contains the address; nil if no region does.
  func region(at address: UInt64) -> Int? {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, parts[low - 1].range.contains(address) else { return nil }
    return parts[low - 1].region
  }
}
