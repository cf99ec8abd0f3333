// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Whether the frame that an iret returns by has got a code selector of the kernel's real ring: Xen
/// pushes one of ring 0, and a kernel that raises its RPL, or pushes a frame of its own, returns
/// without Xen.
struct RaisedFrame {
  /// No more instructions are looked at in front of it.
  private static let most = 24
  /// Instructions are counted from so many bytes in front of it, where the function begins further off.
  private static let window = 4096

  private let code: UnsafeRawBufferPointer
  private let decoder: InstructionDecoder
  private let word: Int
  /// The function of the iret before, the instructions in front of it, and where they end: the next one
  /// goes on from there, so that each byte is decoded once.
  private var start = -1
  private var steps: [DecodedFunction.Step] = []
  private var end = 0

  init(_ code: UnsafeRawBufferPointer, _ mode: CodeMode) {
    self.code = code
    decoder = InstructionDecoder(mode)
    word = mode == .bits64 ? 8 : 4
  }

  /// - Parameters:
  ///   - offset: of the iret; not in front of the one that was asked for before.
  ///   - start: where its function begins; instructions are counted from there.
  mutating func isRight(at offset: Int, from start: Int) -> Bool {
    guard reaches(offset, from: start) else { return false }
    // Where the code selector lies above the stack pointer, seen from further and further back.
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
        // mov %rdi, %rsp: from here on the frame is where rdi points.
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

  /// or of at least RPL 1 into the slot, or a whole selector that has it.
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

  /// By how much an instruction moves the stack pointer up, in bytes; nil of one that does not, or by
  /// what is not known.
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

  /// What is pushed, as far as it stands in the instruction.
  private func pushed(_ one: Instruction, _ offset: Int) -> Int? {
    guard [0x68, 0x6a].contains(one.opcode) else { return nil }
    return Int(code[offset + one.immediateOffset])
  }

  /// Decodes up to an offset.
  ///
  /// - Returns: whether an instruction begins there.
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
