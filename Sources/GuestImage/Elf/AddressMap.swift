// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Maps addresses to ranges by binary search. If several ranges contain an address, the first one
/// in the list counts.
struct AddressMap: Sendable {
  /// The starts of the parts into which the ranges divide the address space, sorted.
  private let starts: [UInt64]
  /// For each part, the index of its range, or `nobody`.
  private let owners: [Int]
  private static let nobody = -1

  /// - Parameter ranges: the ranges of addresses; nil for an entry without addresses.
  init(_ ranges: [ClosedRange<UInt64>?]) {
    let edges = ranges.compactMap(\.self).flatMap { range in
      range.upperBound == .max ? [range.lowerBound] : [range.lowerBound, range.upperBound + 1]
    }
    var starts: [UInt64] = []
    for edge in edges.sorted() where edge != starts.last { starts.append(edge) }
    var parts = Parts(count: starts.count)
    for (place, range) in ranges.enumerated() {
      guard let range else { continue }
      let first = Self.count(starts, upTo: range.lowerBound) - 1
      parts.give(first..<Self.count(starts, upTo: range.upperBound), to: place)
    }
    self.starts = starts
    owners = parts.owners
  }

  /// The index of the first range that contains the address; nil if there is none.
  func first(at address: UInt64) -> Int? {
    let part = Self.count(starts, upTo: address) - 1
    return part < 0 || owners[part] == Self.nobody ? nil : owners[part]
  }

  /// The number of elements that are at most `limit`.
  private static func count(_ sorted: [UInt64], upTo limit: UInt64) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Assigns each part to the first owner that claims it. Runs of assigned parts are skipped
  /// quickly (union-find with path compression).
  private struct Parts {
    private(set) var owners: [Int]
    /// For each part, the next one that may be free.
    private var next: [Int]

    init(count: Int) {
      owners = Array(repeating: nobody, count: count)
      next = Array(0...count)
    }

    mutating func give(_ parts: Range<Int>, to owner: Int) {
      var part = free(from: parts.lowerBound)
      while part < parts.upperBound {
        owners[part] = owner
        next[part] = part + 1
        part = free(from: part + 1)
      }
    }

    private mutating func free(from part: Int) -> Int {
      var end = part
      while next[end] != end { end = next[end] }
      var at = part
      while at != end {
        let behind = next[at]
        next[at] = end
        at = behind
      }
      return end
    }
  }
}

/// The address maps of an ELF file's tables, each built on first use.
final class LazyAddressMaps: Sendable {
  enum Table: CaseIterable { case sections, segments, physicalSegments }

  private let maps = Mutex<[Table: AddressMap]>([:])

  func get(_ table: Table, _ ranges: () -> [ClosedRange<UInt64>?]) -> AddressMap {
    maps.withLock { maps in
      if let map = maps[table] { return map }
      let made = AddressMap(ranges())
      maps[table] = made
      return made
    }
  }
}

extension ClosedRange<UInt64> {
  /// `count` addresses from `start`, limited to the last 64-bit address; nil for none.
  init?(from start: UInt64, count: UInt64) {
    guard count > 0 else { return nil }
    let (last, overflow) = start.addingReportingOverflow(count - 1)
    self = start...(overflow ? .max : last)
  }
}
