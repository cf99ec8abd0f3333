// SPDX-License-Identifier: Apache-2.0

/// Decodes code linearly, and reports the instructions that matter.
public struct InstructionSweep: Sendable {
  /// Counts of a sweep.
  public struct Tally: Sendable, Equatable {
    /// The number of bytes.
    public var bytes = 0
    /// The number of bytes that do not decode to an instruction, or belong to a truncated one.
    public var undecoded = 0
    /// The number of instructions, including padding.
    public var instructions = 0

    /// Starts with zeros.
    public init() {}

    /// Adds the counts of another range.
    public static func += (left: inout Tally, right: Tally) {
      left.bytes += right.bytes
      left.undecoded += right.undecoded
      left.instructions += right.instructions
    }
  }

  private let decoder: InstructionDecoder
  private let quick: QuickTable

  /// - Parameter mode: the mode of the code to decode.
  public init(_ mode: CodeMode) {
    decoder = InstructionDecoder(mode)
    quick = mode == .bits64 ? .bits64 : .bits32
  }

  /// Decodes `code[range]`. The last instruction may extend beyond the range.
  ///
  /// - Parameters:
  ///   - code: the code.
  ///   - range: the offsets to decode.
  ///   - visit: is called with the offset in `code` of each instruction that is sensitive,
  ///     undefined, or of x87, MMX, SSE or AVX. After an undefined one, decoding continues at the
  ///     next byte.
  public func run(
    _ code: UnsafeRawBufferPointer, _ range: Range<Int>, visit: (Int, Instruction) -> Void
  ) -> Tally {
    run(code, [range], visit: visit)
  }

  /// Decodes several ranges. The start of an instruction depends on the length of the one before,
  /// which stalls a processor; so four ranges are decoded in parallel. `visit` is called in order
  /// only within each range.
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

  /// Decodes the rest of a lane's range when fewer than four lanes are open.
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

  /// Skips instructions that `QuickTable` knows until one of the lanes reaches another one or its
  /// limit. Returns the number of instructions, including those that it does not know.
  @inline(__always)
  private func skipOrdinary(_ base: UnsafeRawPointer, _ lanes: inout Lanes) -> Int {
    // Local copies are kept in registers.
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

  /// The same for one lane.
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
