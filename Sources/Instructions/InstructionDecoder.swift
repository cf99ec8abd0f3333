// SPDX-License-Identifier: Apache-2.0

/// Decodes the length and the class of x86 instructions in one mode.
///
/// The bounds are only checked once per instruction. If fewer than `window` bytes are left, they
/// are copied to a buffer that is padded with zeros, and an instruction that extends beyond them is
/// truncated.
public struct InstructionDecoder: Sendable {
  /// The most bytes that are read of an instruction: 14 prefixes, the longest opcode after a vector
  /// prefix, ModRM and SIB.
  static let window = 24

  /// The mode of the code.
  public let mode: CodeMode
  let tables: OpcodeTables

  /// - Parameter mode: the mode of the code to decode.
  public init(_ mode: CodeMode) {
    self.mode = mode
    tables = mode == .bits64 ? .bits64 : .bits32
  }

  /// The instruction at `offset`; its `kind` is `.truncated` if the code ends before it does.
  ///
  /// - Precondition: `offset` is inside the code.
  @inline(__always)
  public func decode(_ code: UnsafeRawBufferPointer, at offset: Int) -> Instruction {
    precondition(offset >= 0 && offset < code.count, "an offset outside the code")
    let left = code.count - offset
    guard left >= Self.window, let base = code.baseAddress else {
      return decodeTail(code, at: offset)
    }
    return decode(Window(base + offset))
  }

  @inline(never)
  private func decodeTail(_ code: UnsafeRawBufferPointer, at offset: Int) -> Instruction {
    withUnsafeTemporaryAllocation(byteCount: Self.window, alignment: 8) { copy in
      let tail = UnsafeRawBufferPointer(rebasing: code[offset...])
      copy.initializeMemory(as: UInt8.self, repeating: 0)
      copy.copyMemory(from: tail)
      let whole = decode(Window(UnsafeRawPointer(copy.baseAddress!)))
      return Int(whole.length) <= tail.count ? whole : whole.cut(to: tail.count)
    }
  }
}

/// A view of code in which `InstructionDecoder.window` bytes are readable.
struct Window {
  private let base: UnsafeRawPointer

  @inline(__always)
  init(_ base: UnsafeRawPointer) { self.base = base }

  @inline(__always)
  subscript(_ index: Int) -> UInt8 {
    assert(index < InstructionDecoder.window)
    return base.load(fromByteOffset: index, as: UInt8.self)
  }
}

extension Instruction {
  /// The same instruction, truncated to `count` bytes.
  func cut(to count: Int) -> Instruction {
    Instruction(
      length: UInt8(count), opcodeOffset: min(opcodeOffset, UInt8(count - 1)), map: map,
      opcode: opcode, modRM: modRM, immediateSize: 0, prefixes: prefixes, kind: .truncated)
  }
}
