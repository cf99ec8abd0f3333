// SPDX-License-Identifier: Apache-2.0

/// How far a sweep has come in some ranges of code.
struct SweepLane {
  /// Linkers fill the room between functions with int3.
  private static let padding: UInt64 = 0xcccc_cccc_cccc_cccc

  private var ranges: ArraySlice<Range<Int>>
  /// So many bytes there are in all.
  private let count: Int
  /// Where the next instruction begins.
  var offset = 0
  /// Where the range ends.
  private(set) var end = 0
  /// Before this, as many bytes can be read as an instruction may have.
  private(set) var limit = 0
  private(set) var isOpen = true
  var tally = InstructionSweep.Tally()

  init(_ ranges: ArraySlice<Range<Int>>, of count: Int) {
    self.ranges = ranges
    self.count = count
    open()
  }

  /// Goes on with the next range.
  mutating func open() {
    guard let range = ranges.popFirst() else {
      isOpen = false
      return
    }
    offset = range.lowerBound
    end = range.upperBound
    limit = min(end, count - InstructionDecoder.window)
    tally.bytes += range.count
  }

  /// Steps over eight bytes of padding and more; false when there are none.
  @inline(__always)
  mutating func skipPadding(_ code: UnsafeRawBufferPointer) -> Bool {
    let start = offset
    while offset + 8 <= end,
      code.loadUnaligned(fromByteOffset: offset, as: UInt64.self) == Self.padding
    {
      offset += 8
    }
    tally.instructions += offset - start
    return offset > start
  }

  /// Goes behind the instruction, or behind the first byte of what is none.
  @inline(__always)
  mutating func take(_ instruction: Instruction) {
    if instruction.kind == .undefined || instruction.kind == .truncated {
      tally.undecoded += 1
      offset += 1
    } else {
      tally.instructions += 1
      offset += Int(instruction.length)
    }
  }
}
