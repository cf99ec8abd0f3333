// SPDX-License-Identifier: Apache-2.0

/// The remaining ranges of a sweep, and its counts.
struct SweepQueue {
  /// Eight int3, with which linkers fill the space between functions.
  private static let padding: UInt64 = 0xcccc_cccc_cccc_cccc

  private let code: UnsafeRawBufferPointer
  private let decoder: InstructionDecoder
  private var ranges: ArraySlice<Range<Int>>
  var tally = InstructionSweep.Tally()

  init(
    _ code: UnsafeRawBufferPointer, _ ranges: [Range<Int>], _ decoder: InstructionDecoder
  ) {
    self.code = code
    self.decoder = decoder
    self.ranges = ranges[...]
  }

  /// A lane at the start of the next range, ready for `QuickTable`.
  mutating func lane(_ visit: (Int, Instruction) -> Void) -> SweepLane {
    var lane = SweepLane()
    goOn(&lane, visit)
    return lane
  }

  /// Makes a lane ready for `QuickTable` again.
  @inline(__always)
  mutating func settle(_ lane: inout SweepLane, _ visit: (Int, Instruction) -> Void) {
    if lane.isStuck {
      lane.stepBack()
      tally.instructions -= 1
      step(&lane, visit)
    }
    if lane.distance >= 0 { goOn(&lane, visit) }
  }

  /// Advances until enough bytes follow, in the next range if this one ends.
  @inline(never)
  private mutating func goOn(_ lane: inout SweepLane, _ visit: (Int, Instruction) -> Void) {
    repeat {
      if lane.offset < lane.end {
        step(&lane, visit)
      } else {
        let range = ranges.popFirst()
        tally.bytes += range?.count ?? 0
        lane.open(range, of: code.count)
      }
    } while lane.isOpen && lane.distance >= 0
  }

  /// Decodes one instruction; skips one byte if it is not valid.
  @inline(never)
  private mutating func step(_ lane: inout SweepLane, _ visit: (Int, Instruction) -> Void) {
    let instruction = decoder.decode(code, at: lane.offset)
    if instruction.kind.isOfInterest || instruction.isFloatingPoint {
      visit(lane.offset, instruction)
    }
    if instruction.kind == .undefined || instruction.kind == .truncated {
      tally.undecoded += 1
      lane.offset += 1
    } else {
      tally.instructions += 1
      lane.offset += Int(instruction.length)
    }
    if instruction.kind == .int3 { skipPadding(&lane) }
  }

  /// Skips padding, eight bytes at a time.
  private mutating func skipPadding(_ lane: inout SweepLane) {
    let start = lane.offset
    while lane.offset + 8 <= lane.end,
      code.loadUnaligned(fromByteOffset: lane.offset, as: UInt64.self) == Self.padding
    {
      lane.offset += 8
    }
    tally.instructions += lane.offset - start
  }
}

extension InstructionClass {
  /// Whether it is undefined or sensitive.
  fileprivate var isOfInterest: Bool { self == .undefined || isSensitive }
}
