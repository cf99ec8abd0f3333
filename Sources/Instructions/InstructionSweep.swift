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

  /// Linkers fill the room between functions with int3.
  private static let padding: UInt64 = 0xcccc_cccc_cccc_cccc

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
    _ code: UnsafeRawBufferPointer, _ range: Range<Int>,
    visit: (Int, Instruction) -> Void
  ) -> Tally {
    precondition(range.lowerBound >= 0 && range.upperBound <= code.count)
    var tally = Tally()
    var offset = range.lowerBound
    while offset < range.upperBound {
      offset = skipOrdinary(code, from: offset, to: range.upperBound, &tally)
      guard offset < range.upperBound else { break }
      let instruction = decoder.decode(code, at: offset)
      if instruction.kind.isOfInterest { visit(offset, instruction) }
      if instruction.kind.isCode {
        tally.instructions += 1
        offset += Int(instruction.length)
      } else {
        tally.undecoded += 1
        offset += 1
      }
    }
    tally.bytes = range.count
    return tally
  }

  /// Steps over padding, and what `QuickTable` knows.
  @inline(__always)
  private func skipOrdinary(
    _ code: UnsafeRawBufferPointer, from start: Int, to end: Int, _ tally: inout Tally
  ) -> Int {
    guard let base = code.baseAddress else { return start }
    let last = min(end, code.count - InstructionDecoder.window)
    var offset = start
    var count = 0
    while offset < last {
      let here = base + offset
      if here.loadUnaligned(as: UInt64.self) == Self.padding, offset &+ 8 <= end {
        count &+= 8
        offset &+= 8
        continue
      }
      guard let length = quick.length(Window(here)) else { break }
      count &+= 1
      offset &+= length
    }
    tally.instructions += count
    return offset
  }
}

extension InstructionClass {
  /// Undefined, or sensitive.
  fileprivate var isOfInterest: Bool { self == .undefined || isSensitive }
  /// An instruction that is all there.
  fileprivate var isCode: Bool { self != .undefined && self != .truncated }
}
