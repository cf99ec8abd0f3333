// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The general registers that an instruction reads and writes: bit n is register n as the processor
/// numbers them (rax 0, rcx 1, rdx 2, rbx 3, rsp 4, rbp 5, rsi 6, rdi 7, r8 …).
///
/// It covers the instructions that compilers generate around a hypercall. For any other the use is
/// nil, and an analysis must stop there.
struct RegisterUse {
  /// Where control goes next.
  enum Flow { case next, call, branch, end }

  private(set) var reads: UInt32 = 0
  private(set) var writes: UInt32 = 0
  private(set) var flow = Flow.next

  /// The use of a trap into Xen. Its effect on registers depends on the hypercall.
  static let trap = RegisterUse(flow: .call)

  private init(flow: Flow) { self.flow = flow }

  /// Fails if the use is unknown.
  init?(_ instruction: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
    guard instruction.kind == .ordinary else {
      guard let use = RegisterUse(system: instruction, code, at: offset) else { return nil }
      self = use
      return
    }
    let operands = Operands(instruction, code, at: offset)
    let known =
      switch instruction.map {
      case .oneByte: takeOneByte(instruction, operands, code, at: offset)
      case .twoByte: takeTwoByte(instruction, operands)
      default: false
      }
    guard known else { return nil }
  }

  /// Privileged instructions that use few registers.
  private init?(
    system one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int
  ) {
    let operands = Operands(one, code, at: offset)
    switch one.kind {
    case .cli, .sti, .pushf, .popf, .hlt, .clts, .swapgs, .stac, .wbinvd, .int3: break
    case .rdtsc: writes = 0b101
    case .rdtscp: writes = 0b111
    case .rdmsr, .rdpmc: (reads, writes) = (0b010, 0b101)
    case .wrmsr: reads = 0b111
    case .in: (reads, writes) = (one.immediateSize == 0 ? 0b100 : 0, 1)
    case .out: reads = one.immediateSize == 0 ? 0b101 : 0b001
    case .lgdt, .lidt, .sgdt, .sidt, .invlpg: reads = operands.address
    case .lldt, .ltr, .verw: reads = operands.all
    case .movFromCR, .movFromDR: writes = one.rmMask
    case .movToCR0, .movToCR2, .movToCR3, .movToCR4, .movToCR8, .movToDR:
      reads = one.rmMask
    default: return nil
    }
  }

  private mutating func takeOneByte(
    _ one: Instruction, _ operands: Operands, _ code: UnsafeRawBufferPointer, at offset: Int
  ) -> Bool {
    switch one.opcode {
    case 0x00...0x3f where one.opcode & 7 < 6: arithmetic(one.opcode, operands)
    // inc and dec in 32-bit code, REX prefixes in 64-bit code.
    case 0x40...0x4f: (reads, writes) = (operands.low, operands.low)
    case 0x50...0x57: reads = operands.low
    case 0x58...0x5f: writes = operands.low
    case 0x63, 0x69, 0x6b, 0x8a, 0x8b: move(to: operands.reg, from: operands)
    case 0x68, 0x6a: break
    case 0x90...0x97: exchange(one, operands)
    case 0x70...0x7f: flow = .branch
    case 0x80...0x83:
      touch(operands, isChanged: one.reg != 7)
      if Self.sets(one, code, at: offset) { reads = operands.address }
    case 0x84, 0x85: (reads, writes) = (operands.reg | operands.all, 0)
    case 0x86, 0x87:
      (reads, writes) = (operands.all | operands.reg, operands.register | operands.reg)
    case 0x88, 0x89:
      reads = operands.reg | operands.address
      writes = operands.register
    case 0x8d where one.isFiller(in: code, at: offset): break
    case 0x8d: (reads, writes) = (operands.address, operands.reg)
    case 0x98: (reads, writes) = (1, 1)
    case 0x99: (reads, writes) = (1, 4)
    case 0xa0, 0xa1: writes = 1
    case 0xa2, 0xa3: reads = 1
    case 0xa4, 0xa5, 0xa6, 0xa7: string(one, reads: 0b1100_0000, moves: 0b1100_0000)
    case 0xa8, 0xa9: reads = 1
    case 0xae, 0xaf: string(one, reads: 0b1000_0001, moves: 0b1000_0000)
    case 0xaa, 0xab: string(one, reads: 0b1000_0001, moves: 0b1000_0000)
    case 0xb0...0xb7: writes = operands.byte
    case 0xb8...0xbf: writes = operands.low
    case 0xc0, 0xc1, 0xd0, 0xd1: touch(operands, isChanged: true)
    case 0xd2, 0xd3:
      touch(operands, isChanged: true)
      reads |= 2
    case 0xc2, 0xc3: flow = .end
    case 0xc9: (reads, writes) = (1 << 5, 1 << 4 | 1 << 5)
    case 0xc6: touch(operands, isChanged: true)
    case 0xc7: (reads, writes) = (operands.address, operands.register)
    case 0x8f: reads = operands.address
    case 0x9e: reads = 1
    case 0x9f: writes = 1
    case 0xe0...0xe2: (reads, writes, flow) = (2, 2, .branch)
    case 0xe3: (reads, flow) = (2, .branch)
    case 0xf5, 0xf8, 0xf9, 0xfc, 0xfd: break
    case 0xe8: flow = .call
    case 0xe9, 0xeb: flow = .end
    case 0xf6 where one.reg < 4, 0xf7 where one.reg < 4:
      touch(operands, isChanged: one.reg > 1)
    case 0xf6: (reads, writes) = (operands.all | 1, 1)
    case 0xf7: (reads, writes) = (operands.all | (one.reg > 5 ? 5 : 1), 5)
    case 0xfe: touch(operands, isChanged: true)
    case 0xff: return takeGroup5(one, operands)
    default: return false
    }
    return true
  }

  private mutating func takeGroup5(_ one: Instruction, _ operands: Operands) -> Bool {
    switch one.reg {
    case 0, 1: touch(operands, isChanged: true)
    case 2: (reads, flow) = (operands.all, .call)
    case 4: (reads, flow) = (operands.all, .end)
    case 6: reads = operands.all
    default: return false
    }
    return true
  }

  private mutating func takeTwoByte(_ one: Instruction, _ operands: Operands) -> Bool {
    switch one.opcode {
    case 0x0d, 0x18...0x1f: break
    case 0xae where one.mod == 3 && one.reg > 4: break
    case 0xb0, 0xb1:
      reads = operands.all | operands.reg | 1
      writes = operands.register | 1
    case 0xb8 where one.prefixes.contains(.rep): move(to: operands.reg, from: operands)
    case 0xba: touch(operands, isChanged: one.reg > 4)
    case 0xc3: reads = operands.address | operands.reg
    case 0xc7 where one.reg == 1 && one.mod != 3:
      (reads, writes) = (operands.address | 0b1111, 0b101)
    case 0x40...0x4f: (reads, writes) = (operands.all | operands.reg, operands.reg)
    case 0x80...0x8f: flow = .branch
    case 0x90...0x9f: (reads, writes) = (operands.address, operands.register)
    case 0xa3: reads = operands.all | operands.reg
    case 0xab, 0xb3, 0xbb: (reads, writes) = (operands.all | operands.reg, operands.register)
    case 0xc1: (reads, writes) = (operands.all | operands.reg, operands.register | operands.reg)
    case 0xa4, 0xac: (reads, writes) = (operands.all | operands.reg, operands.register)
    case 0xa5, 0xad:
      (reads, writes) = (operands.all | operands.reg | 2, operands.register)
    case 0xbc, 0xbd: move(to: operands.reg, from: operands)
    case 0xc8...0xcf: (reads, writes) = (operands.low, operands.low)
    case 0xaf: (reads, writes) = (operands.all | operands.reg, operands.reg)
    case 0xb6, 0xb7, 0xbe, 0xbf: move(to: operands.reg, from: operands)
    default: return false
    }
    return true
  }

  /// Whether it is an or with all ones, or an and with zero: the old value does not matter.
  private static func sets(
    _ one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int
  ) -> Bool {
    guard one.reg == 1 || one.reg == 4, one.immediateSize > 0 else { return false }
    let start = offset + one.immediateOffset
    let end = start + Int(one.immediateSize)
    guard end <= code.count else { return false }
    return code[start..<end].allSatisfy { $0 == (one.reg == 1 ? 0xff : 0) }
  }

  /// xchg with rax, which is nop if the other register is rax too.
  private mutating func exchange(_ one: Instruction, _ operands: Operands) {
    guard operands.low != 1 else { return }
    (reads, writes) = (operands.low | 1, operands.low | 1)
  }

  /// String instructions: they advance rsi and rdi, and with a prefix they count rcx down.
  private mutating func string(_ one: Instruction, reads: UInt32, moves: UInt32) {
    let count: UInt32 = one.prefixes.isDisjoint(with: [.rep, .repne]) ? 0 : 2
    (self.reads, writes) = (reads | count, moves | count)
  }

  private mutating func move(to register: UInt32, from operands: Operands) {
    reads = operands.all
    writes = register
  }

  private mutating func touch(_ operands: Operands, isChanged: Bool) {
    reads = operands.all
    writes = isChanged ? operands.register : 0
  }

  /// add, or, adc, sbb, and, sub, xor, cmp. xor, sub and sbb of a register with itself read
  /// nothing.
  private mutating func arithmetic(_ opcode: UInt8, _ operands: Operands) {
    let isCompare = opcode & 0x38 == 0x38
    guard opcode & 7 < 4 else {
      (reads, writes) = (1, isCompare ? 0 : 1)
      return
    }
    reads = operands.all | operands.reg
    let isToReg = opcode & 2 != 0
    writes = isCompare ? 0 : isToReg ? operands.reg : operands.register
    let clears = [0x18, 0x28, 0x30].contains(opcode & 0x38) && operands.register == operands.reg
    if clears { reads = 0 }
  }
}

extension Instruction {
  /// The register in ModRM.rm as a mask.
  fileprivate var rmMask: UInt32 { 1 << (UInt32(rm) + (prefixes.contains(.extendedRm) ? 8 : 0)) }
}
