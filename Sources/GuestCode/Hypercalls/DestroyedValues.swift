// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Tracks the registers and stack slots that hold a value which a hypercall destroyed.
///
/// A copy alone does not count as a use. A wrapper that declares destroyed arguments as dummy
/// outputs stores them in variables that are never read, and without optimization the compiler
/// really makes those stores.
struct DestroyedValues {
  /// For each register, the destroyed register whose value it holds.
  private var registers: [Int?]
  private var slots: [StackSlot: Int] = [:]
  /// Registers that hold a copy which has not been stored yet, bit n for register n. A copy that is
  /// only a step towards a stack slot is left out.
  private var copies: UInt32 = 0

  init(_ destroyed: [Int]) {
    registers = Array(repeating: nil, count: 16)
    for register in destroyed { registers[register] = register }
  }

  var isEmpty: Bool { slots.isEmpty && registers.allSatisfy { $0 == nil } }

  /// Applies an instruction.
  ///
  /// - Returns: the destroyed registers whose values it uses.
  mutating func step(
    _ one: Instruction, _ use: RegisterUse, _ code: UnsafeRawBufferPointer, at offset: Int
  ) -> [Int] {
    let slot = StackSlot(one, code, at: offset)
    let move = Move(one, use, slot)
    var used: [Int] = []
    switch move {
    case .push: break
    case .register(let from):
      let origin = registers[from]
      set(use.writes, origin)
      return []
    case .swap(let left, let right):
      registers.swapAt(left, right)
      let (one, other) = (copies >> UInt32(left) & 1, copies >> UInt32(right) & 1)
      copies &= ~(1 << UInt32(left) | 1 << UInt32(right))
      copies |= one << UInt32(right) | other << UInt32(left)
      return []
    case .load(let slot):
      set(use.writes, slots[slot])
      return []
    case .store(let from, let slot):
      slots[slot] = from.flatMap { registers[$0] }
      if let from { copies &= ~(1 << UInt32(from)) }
      return []
    case .other:
      used = origins(use.reads)
      if let slot, let origin = slots[slot], !one.isAddressOnly { used.append(origin) }
    }
    set(use.writes, nil)
    if use.writes & 1 << 4 != 0 || one.movesStack { slots = slots.filter { $0.key.base != 4 } }
    if use.writes & 1 << 5 != 0 { slots = slots.filter { $0.key.base != 5 } }
    return forget(used)
  }

  /// The destroyed registers whose values are copied in the given registers, and so passed to a
  /// function.
  mutating func passedOn(_ mask: UInt32) -> [Int] { forget(origins(mask & copies)) }

  /// Applies a call to a function that preserves the given registers.
  mutating func call(keeping kept: UInt32) { set(~kept, nil) }

  private func origins(_ mask: UInt32) -> [Int] {
    registers.indices.compactMap { mask & 1 << UInt32($0) != 0 ? registers[$0] : nil }
  }

  private mutating func set(_ mask: UInt32, _ origin: Int?) {
    for register in registers.indices where mask & 1 << UInt32(register) != 0 {
      registers[register] = origin
    }
    if origin == nil { copies &= ~mask } else { copies |= mask }
  }

  private mutating func forget(_ used: [Int]) -> [Int] {
    guard !used.isEmpty else { return [] }
    for register in registers.indices where registers[register].map(used.contains) ?? false {
      registers[register] = nil
    }
    slots = slots.filter { !used.contains($0.value) }
    return used
  }
}

/// An instruction that only moves a value.
private enum Move {
  case push
  /// From that register into the one that the instruction writes.
  case register(Int)
  case swap(Int, Int)
  case load(StackSlot)
  /// Nil for an immediate.
  case store(Int?, StackSlot)
  case other

  init(_ one: Instruction, _ use: RegisterUse, _ slot: StackSlot?) {
    self = .other
    let single = use.reads.nonzeroBitCount == 1 ? use.reads.trailingZeroBitCount : nil
    switch (one.map, one.opcode) {
    case (.oneByte, 0x50...0x57): self = .push
    case (.oneByte, 0x87) where one.mod == 3, (.oneByte, 0x91...0x97):
      let both = (0..<16).filter { use.reads & 1 << UInt32($0) != 0 }
      if both.count == 2 { self = .swap(both[0], both[1]) }
    case (.oneByte, 0x88), (.oneByte, 0x89):
      if let slot {
        let stored = use.reads & ~(1 << UInt32(slot.base))
        let isOne = stored.nonzeroBitCount == 1
        self = .store(isOne ? stored.trailingZeroBitCount : nil, slot)
      } else if one.mod == 3, let single {
        self = .register(single)
      }
    case (.oneByte, 0xc6), (.oneByte, 0xc7): if let slot { self = .store(nil, slot) }
    case (.oneByte, 0x8a), (.oneByte, 0x8b), (.oneByte, 0x63), (.twoByte, 0xb6), (.twoByte, 0xb7),
      (.twoByte, 0xbe), (.twoByte, 0xbf):
      if let slot {
        self = .load(slot)
      } else if one.mod == 3, let single {
        self = .register(single)
      }
    case (.oneByte, 0x98): self = .register(0)
    default: break
    }
  }
}

extension Instruction {
  /// Whether it is lea, which reads no memory.
  fileprivate var isAddressOnly: Bool { map == .oneByte && opcode == 0x8d }

  /// Whether it moves the stack pointer by a word: any push or pop.
  var movesStack: Bool {
    guard map == .oneByte else { return false }
    return (0x50...0x5f).contains(opcode) || [0x68, 0x6a, 0x8f, 0x9c, 0x9d].contains(opcode)
      || (opcode == 0xff && reg == 6)
  }
}
