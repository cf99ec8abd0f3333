// SPDX-License-Identifier: Apache-2.0

/// The addresses at which a kernel has code, and which of its regions each of them is in: asked for
/// every entry of a table and every call, so that the cost of one question does not depend on how
/// many regions there are.
struct CodeAddresses: Sendable {
  /// Addresses of one region; those of all parts are disjoint and in order.
  private struct Part {
    let range: Range<UInt64>
    let region: Int
  }

  private let parts: [Part]

  /// - Parameter regions: those at address 0 are not linked, and lie nowhere. Of several at one
  ///   address, the one that begins first counts; at the same place, the first of the list.
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

  /// Whether there is code.
  func contains(_ address: UInt64) -> Bool { region(at: address) != nil }

  /// The region's place in the list; nil where there is no code.
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
