// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Which of many ranges an address is in, the first of the list where several share it: found by
/// halving, whatever the ranges are.
struct AddressMap: Sendable {
  /// In order; each part ends where the next one begins.
  private let starts: [UInt64]
  /// By part: the range's place in the list, or nobody's.
  private let owners: [Int]
  private static let nobody = -1

  /// - Parameter ranges: the first and the last address of each; nil for none.
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

  /// The place in the list of the first range that has the address.
  func first(at address: UInt64) -> Int? {
    let part = Self.count(starts, upTo: address) - 1
    return part < 0 || owners[part] == Self.nobody ? nil : owners[part]
  }

  /// How many of the numbers are no greater than that one.
  private static func count(_ sorted: [UInt64], upTo limit: UInt64) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Parts that are given away once; those that are gone are passed over together.
  private struct Parts {
    private(set) var owners: [Int]
    /// The next part that may be free.
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

/// The maps of an ELF's tables, each made when it is first asked for.
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
  /// `count` addresses from `start`, cut off at the last one that there is; nil for none.
  init?(from start: UInt64, count: UInt64) {
    guard count > 0 else { return nil }
    let (last, overflow) = start.addingReportingOverflow(count - 1)
    self = start...(overflow ? .max : last)
  }
}
