// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// What a kernel says about its own code: the tables by which it patches itself at boot.
struct PatchTables: Sendable {
  /// Whether the kernel has code of its own for PV guests.
  let isParavirtual: Bool
  private let spans: [Span]
  private let guarded: Set<UInt64>

  /// An address range and its reachability.
  struct Span: Sendable {
    let range: Range<UInt64>
    let reach: Reach
  }

  /// No tables.
  init() { (isParavirtual, spans, guarded) = (false, [], []) }

  init(_ linked: LinkedElf, _ regions: [CodeRegion]) {
    let code = CodeAddresses(regions)
    let alternatives = Alternatives(linked, code)
    let sites = ParavirtSites(linked, code)
    let functions = NativeFunctions(linked, regions, code)
    spans =
      (alternatives.spans + sites.spans + functions.spans)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    guarded = ExceptionTable(linked, code).addresses
    isParavirtual =
      alternatives.knowXen || !sites.spans.isEmpty || !functions.spans.isEmpty
      || NativeFunctions.tables.contains { linked.elf.mentions(symbol: $0) }
      || ModuleRelease(linked.elf)?.hasParavirtKernel ?? false
  }

  /// The reachability of the instruction at that address.
  func reach(_ address: UInt64) -> Reach {
    let known = spans(around: address).map(\.reach)
    for reach in [Reach.replaced, .native, .feature] where known.contains(reach) { return reach }
    if guarded.contains(address) { return .guarded }
    return isParavirtual && !known.contains(.plain) ? .undecided : .plain
  }

  /// The greatest length of a span in bytes; the longest are functions.
  private static let longest: UInt64 = 1 << 16

  private func spans(around address: UInt64) -> ArraySlice<Span> {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].range.lowerBound <= address { low = middle + 1 } else { high = middle }
    }
    var first = low
    while first > 0, low - first < 64,
      address - spans[first - 1].range.lowerBound < Self.longest
    {
      first -= 1
    }
    return spans[first..<low].filter { $0.range.contains(address) }[...]
  }
}
