// SPDX-License-Identifier: Apache-2.0

/// Goes through code instruction after instruction, and shows those that matter.
public struct InstructionSweep: Sendable {
  /// What came of a run of code.
  public struct Tally: Sendable, Equatable {
    /// All of its bytes.
    public var bytes = 0
    /// Those that are no instruction, or part of one that the end cut off.
    public var undecoded = 0
    /// Instructions, padding included.
    public var instructions = 0

    public init() {}

    public static func += (left: inout Tally, right: Tally) {
      left.bytes += right.bytes
      left.undecoded += right.undecoded
      left.instructions += right.instructions
    }
  }

  private let decoder: InstructionDecoder
  private let quick: QuickTable

  public init(_ mode: CodeMode) {
    decoder = InstructionDecoder(mode)
    quick = mode == .bits64 ? .bits64 : .bits32
  }

  /// Goes through `code[range]`; what begins inside may end behind it.
  ///
  /// - Parameter visit: is shown each sensitive instruction, each undefined one and each of x87, MMX,
  ///   SSE and AVX, with its offset in `code`. After an undefined one it goes on with the next byte.
  public func run(
    _ code: UnsafeRawBufferPointer, _ range: Range<Int>, visit: (Int, Instruction) -> Void
  ) -> Tally {
    run(code, [range], visit: visit)
  }

  /// Goes through several ranges. Where an instruction begins is known only when the one before it
  /// has been measured, and a processor waits for that; so four ranges are gone through side by
  /// side, and what is shown is in order only within each.
  public func run(
    _ code: UnsafeRawBufferPointer, _ ranges: [Range<Int>], visit: (Int, Instruction) -> Void
  ) -> Tally {
    precondition(ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= code.count })
    guard let base = code.baseAddress else { return Tally() }
    var queue = SweepQueue(code, ranges, decoder)
    var lanes = (queue.lane(visit), queue.lane(visit), queue.lane(visit), queue.lane(visit))
    while lanes.0.isOpen, lanes.1.isOpen, lanes.2.isOpen, lanes.3.isOpen {
      queue.tally.instructions += skipOrdinary(base, &lanes)
      queue.settle(&lanes.0, visit)
      queue.settle(&lanes.1, visit)
      queue.settle(&lanes.2, visit)
      queue.settle(&lanes.3, visit)
    }
    for lane in [lanes.0, lanes.1, lanes.2, lanes.3] { finish(lane, base, &queue, visit) }
    return queue.tally
  }

  /// Goes to the end of a lane's range, when too few are left for four.
  private func finish(
    _ lane: SweepLane, _ base: UnsafeRawPointer, _ queue: inout SweepQueue,
    _ visit: (Int, Instruction) -> Void
  ) {
    var lane = lane
    while lane.isOpen {
      queue.tally.instructions += skipOrdinary(base, &lane)
      queue.settle(&lane, visit)
    }
  }

  private typealias Lanes = (SweepLane, SweepLane, SweepLane, SweepLane)

  /// Steps over what `QuickTable` knows, until it does not in one of the lanes, or until one is at
  /// its limit; how many instructions that were, with those that it does not know.
  @inline(__always)
  private func skipOrdinary(_ base: UnsafeRawPointer, _ lanes: inout Lanes) -> Int {
    // In registers.
    var (one, two, three, four) = lanes
    var count = 0
    repeat {
      one.skip(quick, base)
      two.skip(quick, base)
      three.skip(quick, base)
      four.skip(quick, base)
      count &+= 4
    } while (one.length | two.length | three.length | four.length) < QuickTable.unknown
      && one.distance & two.distance & three.distance & four.distance < 0
    lanes = (one, two, three, four)
    return count
  }

  /// The like in one lane.
  private func skipOrdinary(_ base: UnsafeRawPointer, _ lane: inout SweepLane) -> Int {
    var one = lane
    var count = 0
    repeat {
      one.skip(quick, base)
      count &+= 1
    } while !one.isStuck && one.distance < 0
    lane = one
    return count
  }
}
