// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Finds out whether the frame of an iret has a code selector of the kernel's real ring. Xen pushes
/// a selector of ring 0, to which iret cannot return. A kernel that raises its RPL, or pushes a
/// frame of its own, can return without Xen.
struct RaisedFrame {
  /// The most instructions before the iret that are examined.
  private static let most = 24
  /// If the function begins further away, decoding starts this many bytes before the iret.
  private static let window = 4096

  private let code: UnsafeRawBufferPointer
  private let decoder: InstructionDecoder
  private let word: Int
  /// The function of the last iret, the decoded instructions before it, and their end. The next
  /// iret continues from there, so that each byte is decoded once.
  private var start = -1
  private var steps: [DecodedFunction.Step] = []
  private var end = 0

  init(_ code: UnsafeRawBufferPointer, _ mode: CodeMode) {
    self.code = code
    decoder = InstructionDecoder(mode)
    word = mode == .bits64 ? 8 : 4
  }

  /// Whether the frame has a selector that iret can return to.
  ///
  /// - Parameters:
  ///   - offset: of the iret; at or after the one of the last call.
  ///   - start: the start of its function, where decoding begins.
  mutating func isRight(at offset: Int, from start: Int) -> Bool {
    guard reaches(offset, from: start) else { return false }
    // The place of the code selector relative to `base`, as seen from each earlier instruction.
    var (slot, base) = (word, UInt8(4))
    for step in steps.reversed() {
      let one = step.instruction
      if sets(one, at: step.offset, slot, base) { return true }
      guard let use = RegisterUse(one, code, at: step.offset) else { return false }
      switch use.flow {
      case .call, .end: return false
      case .branch: continue
      case .next: break
      }
      let isMoved = base == 4 && isStack(one)
      guard use.writes & 1 << UInt32(base) != 0 || isMoved else { continue }
      guard base == 4, let change = change(one, step.offset) else {
        // mov %rdi, %rsp: before this instruction, rdi points to the frame.
        guard base == 4, one.map == .oneByte, [0x89, 0x8b].contains(one.opcode), one.mod == 3,
          use.reads.nonzeroBitCount == 1, use.reads.trailingZeroBitCount < 8
        else { return false }
        base = UInt8(use.reads.trailingZeroBitCount)
        continue
      }
      slot += change
      if slot < 0 {
        return pushed(one, step.offset).map { $0 & 3 != 0 } ?? false
      }
    }
    return false
  }

  /// Whether the instruction sets the RPL in the slot: by an or, or by a mov of a whole selector.
  private func sets(_ one: Instruction, at offset: Int, _ slot: Int, _ base: UInt8) -> Bool {
    guard one.map == .oneByte, one.immediateSize > 0,
      let place = MemoryOperand(one, code, at: offset), place.base == base,
      place.displacement == slot
    else { return false }
    let isOr = [0x80, 0x81, 0x83].contains(one.opcode) && one.reg == 1
    let isMove = [0xc6, 0xc7].contains(one.opcode) && one.reg == 0
    guard isOr || isMove else { return false }
    return code[offset + one.immediateOffset] & 3 != 0
  }

  private func isStack(_ one: Instruction) -> Bool { change(one, 0) != nil }

  /// By how many bytes an instruction moves the stack pointer up; nil if it does not move it, or
  /// the amount is unknown.
  private func change(_ one: Instruction, _ offset: Int) -> Int? {
    guard one.map == .oneByte else { return nil }
    switch one.opcode {
    case 0x50...0x57, 0x68, 0x6a, 0x9c: return -word
    case 0xff where one.reg == 6: return -word
    case 0x58...0x5f, 0x9d: return word
    case 0x81, 0x83:
      guard one.mod == 3, one.rm == 4, [0, 5].contains(one.reg), offset > 0 else { return nil }
      let place = offset + one.immediateOffset
      let amount =
        one.immediateSize == 1
        ? Int(Int8(bitPattern: code[place]))
        : Int(code.loadUnaligned(fromByteOffset: place, as: Int32.self))
      return one.reg == 0 ? amount : -amount
    default: return nil
    }
  }

  /// The immediate operand of a push; nil for any other.
  private func pushed(_ one: Instruction, _ offset: Int) -> Int? {
    guard [0x68, 0x6a].contains(one.opcode) else { return nil }
    return Int(code[offset + one.immediateOffset])
  }

  /// Decodes up to an offset.
  ///
  /// - Returns: whether an instruction begins at the offset.
  private mutating func reaches(_ offset: Int, from start: Int) -> Bool {
    if start != self.start || offset - end > Self.window {
      (self.start, end, steps) = (start, max(start, offset - Self.window), [])
    }
    while end < offset {
      let one = decoder.decode(code, at: end)
      if steps.count == Self.most { steps.removeFirst() }
      steps.append(DecodedFunction.Step(offset: end, instruction: one))
      end += one.kind == .undefined ? 1 : Int(one.length)
    }
    return end == offset
  }
}
