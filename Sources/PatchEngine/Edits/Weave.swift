// SPDX-License-Identifier: Apache-2.0

/// A vanilla file and all that entries do to it.
struct Weave: Sendable {
  /// A splice, with the number of the entry that wants it and the line where it says so.
  struct Thread: Sendable {
    let splice: Splice
    let entry: Int
    let line: Int
  }

  let original: [UInt8]
  private(set) var threads: [Thread] = []

  init(_ original: [UInt8]) { self.original = original }

  mutating func add(_ thread: Thread) { threads.append(thread) }

  /// The file as the entries before `end` leave it.
  func text(before end: Int = .max) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for splice in Self.sorted(threads.filter { $0.entry < end }).map(\.splice) {
      result += original[position..<splice.range.lowerBound]
      result += splice.text
      position = splice.range.upperBound
    }
    return result + original[position...]
  }

  /// Two splices of which one replaces what the other needs.
  var conflict: (Thread, Thread)? {
    var last: Thread?
    for thread in Self.sorted(threads) {
      if let last, thread.splice.range.lowerBound < last.splice.range.upperBound {
        return last.entry <= thread.entry ? (last, thread) : (thread, last)
      }
      if !thread.splice.range.isEmpty { last = thread }
    }
    return nil
  }

  /// By place; where insertions meet by rank, and then in the order of the entries.
  private static func sorted(_ threads: [Thread]) -> [Thread] {
    let keyed = threads.enumerated().map { index, thread in
      (key: (thread.splice.range.lowerBound, thread.splice.rank.rawValue, index), thread: thread)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.thread)
  }
}
