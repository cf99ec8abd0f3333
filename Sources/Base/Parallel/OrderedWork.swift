// SPDX-License-Identifier: Apache-2.0

/// Work on a list of things by several threads, of which the outcomes come in the order of the list,
/// whatever the number of threads.
///
/// A thing may turn out to be many: an archive is one input, and each image in it is a part. Whoever
/// takes an input goes through its parts, and gives each to a thread that has nothing to do, or works on
/// it at once where all are busy. So no more parts are there at any time than twice the threads, and no
/// input is begun when `window` inputs wait for the outcome of an earlier one.
public struct OrderedWork<Input: Sendable, Part: Sendable, Outcome: Sendable>: Sendable {
  /// Goes through the parts of an input, in their order.
  ///
  /// Returns the outcome that comes after those of the parts; nil when there is none. What `each` throws
  /// must be thrown on.
  public typealias Split =
    @Sendable (_ input: Input, _ each: (Part) throws -> Void) throws -> Outcome?

  private let split: Split
  private let work: @Sendable (Part) -> Outcome
  /// Inputs under way or finished for each thread, at the most.
  private static var windowPerThread: Int { 32 }

  public init(split: @escaping Split, work: @escaping @Sendable (Part) -> Outcome) {
    self.split = split
    self.work = work
  }

  /// Works on all inputs, and hands out the outcomes on the caller's thread.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; with one, or one input, all is done on the caller's.
  ///   - finished: after each input, with the number of those that are done.
  /// - Throws: what `receive`, `finished` or `split` throw; the rest is left undone.
  public func run(
    _ inputs: [Input], jobs: Int, finished: (Int) throws -> Void = { _ in },
    receive: (Outcome) throws -> Void
  ) throws {
    guard jobs > 1, inputs.count > 0 else {
      return try runHere(inputs, finished: finished, receive: receive)
    }
    let board = Board(self, inputs, jobs: jobs, window: jobs * Self.windowPerThread)
    guard board.start(jobs) else {
      return try runHere(inputs, finished: finished, receive: receive)
    }
    defer { board.stop() }
    for done in inputs.indices {
      while let outcome = try board.next(of: done) { try receive(outcome) }
      try finished(done + 1)
    }
  }

  private func runHere(
    _ inputs: [Input], finished: (Int) throws -> Void, receive: (Outcome) throws -> Void
  ) throws {
    for (place, input) in inputs.enumerated() {
      if let last = try split(input, { try receive(work($0)) }) { try receive(last) }
      try finished(place + 1)
    }
  }

  /// What the threads share.
  private final class Board: Sendable {
    /// The outcomes of an input, as far as nobody took them.
    struct Slot {
      /// Nil where a part is being worked on.
      var outcomes: [Outcome?] = []
      var taken = 0
      /// No part comes any more; why, if something was thrown.
      var end: Result<Void, any Error>?
    }

    struct State {
      /// The next input to begin.
      var next = 0
      /// The input whose outcomes are being handed out.
      var front = 0
      var slots: [Int: Slot] = [:]
      /// Parts that a thread that has nothing to do may take.
      var offered: [(input: Int, place: Int, part: Part)] = []
      /// Threads without work.
      var idle = 0
      /// Inputs that may bring more parts.
      var open = 0
      var isStopped = false
    }

    enum Task {
      case part(input: Int, place: Int, Part)
      case input(Int)
      case none
    }

    /// Nobody waits for the outcomes any more.
    struct Stopped: Error {}

    let work: OrderedWork
    let inputs: [Input]
    let jobs: Int
    let window: Int
    let state = Monitor(State())

    init(_ work: OrderedWork, _ inputs: [Input], jobs: Int, window: Int) {
      (self.work, self.inputs, self.jobs, self.window) = (work, inputs, jobs, window)
    }

    /// Whether any thread could be had.
    func start(_ count: Int) -> Bool {
      (0..<count).count { _ in (try? Worker.start { self.serve() }) != nil } > 0
    }

    func stop() { state.update { $0.isStopped = true } }

    /// The next outcome of that input; nil when it has no more.
    func next(of input: Int) throws -> Outcome? {
      let result: Result<Outcome?, any Error> = state.wait { state in
        guard let taken = state.slots[input]?.taken else { return nil }
        if taken < state.slots[input]?.outcomes.count ?? 0 {
          guard let outcome = state.slots[input]?.outcomes[taken] else { return nil }
          state.slots[input]?.outcomes[taken] = nil
          state.slots[input]?.taken += 1
          return .success(outcome)
        }
        guard let end = state.slots[input]?.end else { return nil }
        state.slots[input] = nil
        state.front = input + 1
        return end.map { nil }
      }
      return try result.get()
    }

    /// A thread's whole life.
    private func serve() {
      while true {
        switch task() {
        case .none: return
        case .part(let input, let place, let part): put(work.work(part), input, place)
        case .input(let input): open(input)
        }
      }
    }

    private func task() -> Task {
      state.update { $0.idle += 1 }
      return state.wait { state in
        let task: Task
        if state.isStopped {
          task = .none
        } else if !state.offered.isEmpty {
          let (input, place, part) = state.offered.removeFirst()
          task = .part(input: input, place: place, part)
        } else if state.next < inputs.count {
          guard state.next < state.front + window else { return nil }
          task = .input(state.next)
          state.slots[state.next] = Slot()
          state.next += 1
          state.open += 1
        } else if state.open == 0 {
          task = .none
        } else {
          return nil
        }
        state.idle -= 1
        return task
      }
    }

    private func open(_ input: Int) {
      let end = Result<Void, any Error> {
        if let last = try work.split(inputs[input], { try offer($0, of: input) }) {
          state.update { $0.slots[input]?.outcomes.append(last) }
        }
      }
      state.update {
        $0.slots[input]?.end = end
        $0.open -= 1
      }
    }

    private func offer(_ part: Part, of input: Int) throws {
      let place: Int? = try state.update { state in
        guard !state.isStopped, let place = state.slots[input]?.outcomes.count else {
          throw Stopped()
        }
        state.slots[input]?.outcomes.append(nil)
        guard state.idle > state.offered.count, state.offered.count < jobs else { return place }
        state.offered.append((input, place, part))
        return nil
      }
      if let place { put(work.work(part), input, place) }
    }

    private func put(_ outcome: Outcome, _ input: Int, _ place: Int) {
      state.update { $0.slots[input]?.outcomes[place] = outcome }
    }
  }
}
