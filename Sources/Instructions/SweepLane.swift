// SPDX-License-Identifier: Apache-2.0

/// How far a sweep has come in one range of code.
struct SweepLane {
  /// Where the next instruction begins; `length` further than that when `isStuck`.
  var offset = 0
  /// Where the range ends.
  private(set) var end = 0
  /// Before this, as many bytes can be read as an instruction may have.
  private(set) var limit = 0
  /// What `QuickTable` says of the last instruction.
  private(set) var length = 0
  /// There was a range to open.
  private(set) var isOpen = false

  /// `QuickTable` did not know the last instruction.
  @inline(__always)
  var isStuck: Bool { length >= QuickTable.unknown }

  /// How far it is to the limit; negative before it.
  @inline(__always)
  var distance: Int { offset &- limit }

  /// Goes on with a range of `count` bytes of code; nil closes the lane.
  mutating func open(_ range: Range<Int>?, of count: Int) {
    isOpen = range != nil
    guard let range else { return }
    offset = range.lowerBound
    end = range.upperBound
    limit = min(end, count - InstructionDecoder.window)
  }

  /// Steps over an instruction, if the table knows it.
  @inline(__always)
  mutating func skip(_ quick: QuickTable, _ base: UnsafeRawPointer) {
    length = quick.length(base + offset)
    offset &+= length
  }

  /// Takes back the step over what the table does not know.
  @inline(__always)
  mutating func stepBack() {
    offset &-= length
    length = 0
  }
}
