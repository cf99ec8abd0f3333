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
  /// - Parameter visit: is shown each sensitive instruction and each undefined one, with its
  ///   offset in `code`. After an undefined one it goes on with the next byte.
  public func run(
    _ code: UnsafeRawBufferPointer, _ range: Range<Int>, visit: (Int, Instruction) -> Void
  ) -> Tally {
    run(code, [range], visit: visit)
  }

  /// Goes through several ranges. Where an instruction begins is known only when the one before it
  /// has been measured, and a processor waits for that; so two ranges are gone through side by
  /// side, and what is shown is in order only within each.
  public func run(
    _ code: UnsafeRawBufferPointer, _ ranges: [Range<Int>], visit: (Int, Instruction) -> Void
  ) -> Tally {
    precondition(ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= code.count })
    guard let base = code.baseAddress else { return Tally() }
    var one = SweepLane(ranges[..<(ranges.count / 2)], of: code.count)
    var other = SweepLane(ranges[(ranges.count / 2)...], of: code.count)
    while one.isOpen, other.isOpen {
      skipOrdinary(base, &one, &other)
      step(code, &one, visit)
      step(code, &other, visit)
    }
    finish(code, base, &one, visit)
    finish(code, base, &other, visit)
    var tally = one.tally
    tally += other.tally
    return tally
  }

  private func finish(
    _ code: UnsafeRawBufferPointer, _ base: UnsafeRawPointer, _ lane: inout SweepLane,
    _ visit: (Int, Instruction) -> Void
  ) {
    while lane.isOpen {
      skipOrdinary(base, &lane)
      step(code, &lane, visit)
    }
  }

  /// Steps over what `QuickTable` knows, until it does not.
  @inline(__always)
  private func skipOrdinary(_ base: UnsafeRawPointer, _ lane: inout SweepLane) {
    var (offset, count) = (lane.offset, 0)
    while offset < lane.limit {
      let length = quick.length(base + offset)
      guard length < QuickTable.unknown else { break }
      offset &+= length
      count &+= 1
    }
    lane.offset = offset
    lane.tally.instructions += count
  }

  /// The like in two lanes, until it does not in one of them.
  @inline(__always)
  private func skipOrdinary(
    _ base: UnsafeRawPointer, _ one: inout SweepLane, _ other: inout SweepLane
  ) {
    var (first, second, count) = (one.offset, other.offset, 0)
    while first < one.limit, second < other.limit {
      let (length, next) = (quick.length(base + first), quick.length(base + second))
      guard length | next < QuickTable.unknown else { break }
      first &+= length
      second &+= next
      count &+= 2
    }
    (one.offset, other.offset) = (first, second)
    one.tally.instructions += count
  }

  /// One instruction further, whatever it is, or into the next range.
  @inline(__always)
  private func step(
    _ code: UnsafeRawBufferPointer, _ lane: inout SweepLane, _ visit: (Int, Instruction) -> Void
  ) {
    guard lane.offset < lane.end else { return lane.open() }
    if lane.skipPadding(code) { return }
    let instruction = decoder.decode(code, at: lane.offset)
    if instruction.kind.isOfInterest { visit(lane.offset, instruction) }
    lane.take(instruction)
  }
}

extension InstructionClass {
  /// Undefined, or sensitive.
  fileprivate var isOfInterest: Bool { self == .undefined || isSensitive }
}
