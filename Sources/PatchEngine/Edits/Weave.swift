// SPDX-License-Identifier: Apache-2.0

/// A vanilla file and the splices of all entries.
struct Weave: Sendable {
  /// A splice with its origin: the index of the entry in the plan, and the line of the edit in the
  /// entry.
  struct Thread: Sendable {
    let splice: Splice
    let entry: Int
    let line: Int

    fileprivate var end: Int { splice.range.upperBound }
  }

  let original: [UInt8]
  private(set) var threads: [Thread] = []

  init(_ original: [UInt8]) { self.original = original }

  mutating func add(_ thread: Thread) { threads.append(thread) }

  /// The file with the splices of the included entries.
  func text(of isIncluded: (_ entry: Int) -> Bool) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for splice in Self.sorted(threads.filter { isIncluded($0.entry) }).map(\.splice) {
      result += original[position..<splice.range.lowerBound]
      result += splice.text
      position = splice.range.upperBound
    }
    return result + original[position...]
  }

  /// Pairs of splices that overlap: one replaces text that the other also changes. The earlier
  /// entry comes first.
  var conflicts: [(Thread, Thread)] {
    var pairs: [(Thread, Thread)] = []
    var last: Thread?
    for thread in Self.sorted(threads) {
      if let last, thread.splice.range.lowerBound < last.splice.range.upperBound {
        pairs.append(last.entry <= thread.entry ? (last, thread) : (thread, last))
      }
      if thread.splice.range.upperBound > max(thread.splice.range.lowerBound, last?.end ?? 0) {
        last = thread
      }
    }
    return pairs
  }

  /// Pairs of insertions of the same text at the same place by two entries: one is probably a
  /// duplicate.
  var doubles: [(Thread, Thread)] {
    let telling = threads.filter {
      $0.splice.rank == .insertion && OwnText.isTelling($0.splice.text)
    }
    let places = Dictionary(grouping: telling, by: \.splice)
    return places.values.flatMap { threads in
      threads.dropFirst().filter { $0.entry != threads[0].entry }.map { (threads[0], $0) }
    }.sorted { ($0.1.entry, $0.1.line) < ($1.1.entry, $1.1.line) }
  }

  /// Sorted by place, then by rank, then by the order of the entries.
  private static func sorted(_ threads: [Thread]) -> [Thread] {
    let keyed = threads.enumerated().map { index, thread in
      (key: (thread.splice.range.lowerBound, thread.splice.rank.rawValue, index), thread: thread)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.thread)
  }
}
