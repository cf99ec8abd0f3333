// SPDX-License-Identifier: Apache-2.0

/// The position of a sweep in one range of code.
struct SweepLane {
  /// The offset of the next instruction, plus `length` if `isStuck`.
  var offset = 0
  /// The end of the range.
  private(set) var end = 0
  /// The offset up to which a whole instruction window can be read.
  private(set) var limit = 0
  /// The result of `QuickTable` for the last instruction.
  private(set) var length = 0
  /// Whether it has a range.
  private(set) var isOpen = false

  /// Whether `QuickTable` did not know the last instruction.
  @inline(__always)
  var isStuck: Bool { length >= QuickTable.unknown }

  /// The distance to the limit; negative before it.
  @inline(__always)
  var distance: Int { offset &- limit }

  /// Continues with a range of code that has `count` bytes; nil closes the lane.
  mutating func open(_ range: Range<Int>?, of count: Int) {
    isOpen = range != nil
    guard let range else { return }
    offset = range.lowerBound
    end = range.upperBound
    limit = min(end, count - InstructionDecoder.window)
  }

  /// Skips an instruction if the table knows it.
  @inline(__always)
  mutating func skip(_ quick: QuickTable, _ base: UnsafeRawPointer) {
    length = quick.length(base + offset)
    offset &+= length
  }

  /// Undoes the step over an instruction that the table does not know.
  @inline(__always)
  mutating func stepBack() {
    offset &-= length
    length = 0
  }
}
