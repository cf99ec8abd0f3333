// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Base

@Suite struct OrderedWorkTests {
  /// An input of n has n parts and, if it is even, a closing outcome.
  private typealias Squares = OrderedWork<Int, Int, String>

  private static func squares() -> Squares {
    Squares(
      split: { input, each in
        for part in 0..<input { try each(input * 1000 + part) }
        return input % 2 == 0 ? "end of \(input)" : nil
      },
      work: { part in
        // Some take longer than those behind them.
        var value = part
        for _ in 0..<(part % 7 * 2000) { value = (value &* 31) % 1009 }
        return "\(part) \(value)"
      })
  }

  private static func outcomes(_ inputs: [Int], jobs: Int) throws -> [String] {
    var all: [String] = []
    try squares().run(
      inputs, jobs: jobs, finished: { all.append("finished \($0)") }, receive: { all.append($0) })
    return all
  }

  @Test(arguments: [2, 3, 8, 64]) func theOrderIsThatOfTheInputs(jobs: Int) throws {
    let inputs = [3, 0, 1, 500, 2, 7, 0, 40] + (0..<200).map { $0 % 5 }
    let expected = try Self.outcomes(inputs, jobs: 1)
    #expect(expected.count == inputs.reduce(0) { $0 + $1 + 1 + ($1 % 2 == 0 ? 1 : 0) })
    #expect(try Self.outcomes(inputs, jobs: jobs) == expected)
  }

  @Test(arguments: [1, 4]) func nothingToDo(jobs: Int) throws {
    #expect(try Self.outcomes([], jobs: jobs) == [])
    #expect(try Self.outcomes([0], jobs: jobs) == ["end of 0", "finished 1"])
  }

  private struct Broken: Error, Equatable { let input: Int }

  /// What a split throws is thrown in its turn, when all before it is handed out.
  @Test(arguments: [1, 4]) func anErrorComesInItsTurn(jobs: Int) throws {
    let work = Squares(
      split: { input, each in
        try each(input)
        if input == 5 { throw Broken(input: input) }
        return nil
      }, work: { "\($0)" })
    var all: [String] = []
    #expect(throws: Broken(input: 5)) {
      try work.run(Array(0..<50), jobs: jobs) { all.append($0) }
    }
    #expect(all == (0...5).map(String.init))
  }

  /// Whoever receives may give up: the threads end too, and begin no more than they may run ahead.
  @Test func whoReceivesGivesUp() throws {
    let begun = Mutex(0)
    let work = Squares(
      split: { input, each in
        begun.withLock { $0 += 1 }
        try each(input)
        return nil
      }, work: { "\($0)" })
    #expect(throws: Broken(input: 0)) {
      try work.run(Array(0..<100_000), jobs: 2) { _ in throw Broken(input: 0) }
    }
    #expect(begun.withLock { $0 } <= 66)
  }

  /// A part waits for a thread that has nothing to do, and for nothing else.
  @Test func fewPartsAreThereAtATime() throws {
    let alive = Mutex((now: 0, most: 0))
    final class Part: Sendable {
      let alive: @Sendable (Int) -> Void
      init(_ alive: @escaping @Sendable (Int) -> Void) {
        self.alive = alive
        alive(1)
      }
      deinit { alive(-1) }
    }
    let count: @Sendable (Int) -> Void = { change in
      alive.withLock {
        $0.now += change
        $0.most = max($0.most, $0.now)
      }
    }
    let work = OrderedWork<Int, Part, Int>(
      split: { _, each in
        for _ in 0..<1000 { try each(Part(count)) }
        return nil
      }, work: { _ in 1 })
    var sum = 0
    try work.run([1, 2, 3], jobs: 4) { sum += $0 }
    #expect(sum == 3000)
    #expect(alive.withLock { $0.most } <= 12)
  }
}
