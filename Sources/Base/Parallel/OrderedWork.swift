// SPDX-License-Identifier: Apache-2.0

/// Processes a list of inputs in several threads, and delivers the outcomes in the order of the
/// list, whatever the number of threads.
///
/// An input can have many parts: an archive is one input, and each image in it is a part. The
/// thread that takes an input iterates over its parts. It gives each part to an idle thread, or
/// processes it itself if all threads are busy. So at any time there are at most twice as many
/// parts as threads. No new input is started while `window` inputs wait for the outcome of an
/// earlier one.
public struct OrderedWork<Input: Sendable, Part: Sendable, Outcome: Sendable>: Sendable {
  /// Iterates over the parts of an input, in order.
  ///
  /// Calls `each` for every part, and rethrows what it throws. Returns the outcome that follows
  /// those of the parts; nil if there is none.
  public typealias Split =
    @Sendable (_ input: Input, _ each: (Part) throws -> Void) throws -> Outcome?

  private let split: Split
  private let work: @Sendable (Part) -> Outcome
  /// The maximum number of inputs in progress or finished, per thread.
  private static var windowPerThread: Int { 32 }

  /// - Parameters:
  ///   - split: iterates over the parts of an input.
  ///   - work: processes one part; called in any thread.
  public init(split: @escaping Split, work: @escaping @Sendable (Part) -> Outcome) {
    self.split = split
    self.work = work
  }

  /// Processes all inputs, and delivers the outcomes in the caller's thread.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; with 1 all work is done in the caller's thread.
  ///   - finished: called after each input, with the number of inputs finished so far.
  ///   - receive: called for each outcome, in the order of the inputs and their parts.
  /// - Throws: what `receive`, `finished` or `split` throw; the remaining inputs are not processed.
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

  /// The state that the threads share.
  private final class Board: Sendable {
    /// The outcomes of an input that have not been delivered yet.
    struct Slot {
      /// In the order of the parts; nil while a part is being processed.
      var outcomes: [Outcome?] = []
      var taken = 0
      /// Set when the input has no more parts; a failure if `split` threw.
      var end: Result<Void, any Error>?
    }

    struct State {
      /// The index of the next input to start.
      var next = 0
      /// The index of the input whose outcomes are being delivered.
      var front = 0
      var slots: [Int: Slot] = [:]
      /// Parts that an idle thread may take.
      var offered: [(input: Int, place: Int, part: Part)] = []
      /// The number of threads without work.
      var idle = 0
      /// The number of inputs that may still produce parts.
      var open = 0
      var isStopped = false
    }

    enum Task {
      case part(input: Int, place: Int, Part)
      case input(Int)
      case none
    }

    /// Thrown to end `split` when the outcomes are no longer needed.
    struct Stopped: Error {}

    let work: OrderedWork
    let inputs: [Input]
    let jobs: Int
    let window: Int
    let state = Monitor(State())

    init(_ work: OrderedWork, _ inputs: [Input], jobs: Int, window: Int) {
      (self.work, self.inputs, self.jobs, self.window) = (work, inputs, jobs, window)
    }

    /// Starts the threads; false if not a single one could be started.
    func start(_ count: Int) -> Bool {
      (0..<count).count { _ in (try? Worker.start { self.serve() }) != nil } > 0
    }

    func stop() { state.update { $0.isStopped = true } }

    /// Waits for the next outcome of an input; nil if it has no more.
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

    /// The main loop of a thread.
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
