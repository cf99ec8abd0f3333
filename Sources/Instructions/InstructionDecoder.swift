// SPDX-License-Identifier: Apache-2.0

/// Measures and classifies x86 instructions of one mode.
///
/// A single look at the bounds is enough for each: where fewer than `window` bytes are left, they
/// are copied to where zeros follow them, and what then reaches past the end is cut off.
public struct InstructionDecoder: Sendable {
  /// No instruction is read further than this many bytes: 14 prefixes, the longest opcode behind
  /// a vector prefix, ModRM and SIB.
  static let window = 24

  /// How the code is read.
  public let mode: CodeMode
  let tables: OpcodeTables

  public init(_ mode: CodeMode) {
    self.mode = mode
    tables = mode == .bits64 ? .bits64 : .bits32
  }

  /// The instruction at `offset`; its `kind` is `.truncated` when the code ends before it does.
  ///
  /// - Precondition: `offset` lies inside the code.
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

/// Bytes of which `InstructionDecoder.window` are there to be read.
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
  /// The same, of which only `count` bytes are there.
  func cut(to count: Int) -> Instruction {
    Instruction(
      length: UInt8(count), opcodeOffset: min(opcodeOffset, UInt8(count - 1)), map: map,
      opcode: opcode, modRM: modRM, immediateSize: 0, prefixes: prefixes, kind: .truncated)
  }
}
