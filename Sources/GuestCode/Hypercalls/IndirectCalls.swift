// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// Finds calls into the hypercall page through an address that an earlier instruction puts into a
/// register or stack slot, or that a data word holds: `mov $hypercall_page + 32, %rax; call *%rax`,
/// `call *slot`, and the same through a thunk. For hypercalls on behalf of a process, Linux adds
/// the offset of the entry to the page's address, so their number is only known at run time.
struct IndirectCalls {
  /// A call that was found.
  struct Call {
    let offset: Int
    /// The offset in the page, in bytes; nil if it is only known at run time.
    let place: Int?
  }

  /// The most instructions between the address and the call.
  private static let most = 64

  private let body: DecodedFunction
  private let page: Range<UInt64>
  /// The address of the region.
  private let address: UInt64
  private let mode: CodeMode
  private let word: (UInt64) -> UInt64?
  private let thunks: Thunks

  /// - Parameters:
  ///   - body: the function.
  ///   - page: the hypercall page.
  ///   - address: the address of the region.
  ///   - mode: of the code.
  ///   - thunks: of the region.
  ///   - word: returns the data word at an address as it is when the kernel starts.
  init(
    _ body: DecodedFunction, _ page: Range<UInt64>, at address: UInt64, _ mode: CodeMode,
    _ thunks: Thunks, word: @escaping (UInt64) -> UInt64?
  ) {
    (self.body, self.page, self.address, self.mode) = (body, page, address, mode)
    (self.word, self.thunks) = (word, thunks)
  }

  /// Where a value is held.
  fileprivate enum Place: Hashable {
    case register(Int)
    case slot(StackSlot)
  }

  /// The call that uses the four-byte address at that offset; nil if there is none.
  func call(by field: Int) -> Call? {
    guard let first = body.index(containing: field) else { return nil }
    let step = body.steps[first]
    let isLast = field + 4 <= step.offset + Int(step.instruction.length)
    guard isLast, let origin = Origin(step, field, body.code, at: address, mode) else { return nil }
    switch origin.use {
    case .branch: return held(origin).map { Call(offset: step.offset, place: $0) }
    case .push:
      let next = first + 1 < body.steps.count ? body.steps[first + 1] : nil
      guard let next, next.instruction.map == .oneByte, next.instruction.opcode == 0xc3,
        let place = self.place(origin.address)
      else { return nil }
      return Call(offset: next.offset, place: place)
    case .address:
      guard let place = place(origin.address) else { return nil }
      return follow(first, origin, origin.isExact ? place : nil)
    case .load: return held(origin).flatMap { follow(first, origin, $0) }
    }
  }

  /// The offset of an address in the page; nil outside.
  private func place(_ address: UInt64) -> Int? {
    page.contains(address) ? Int(address - page.lowerBound) : nil
  }

  /// The offset in the page that the word at an operand's address holds; nil if it holds no address
  /// in the page. The inner optional is nil if the offset is only known at run time: that is so for
  /// the page's own address, to which a number is added later.
  private func held(_ origin: Origin) -> Int?? {
    guard let place = word(origin.address).flatMap(place) else { return nil }
    return .some(origin.isExact && place > 0 ? place : nil)
  }

  /// Follows a value from the instruction that loads it to the call that uses it.
  private func follow(_ first: Int, _ origin: Origin, _ value: Int?) -> Call? {
    let step = body.steps[first]
    let target: Place
    if let slot = StackSlot(step.instruction, body.code, at: step.offset), origin.isStore {
      target = .slot(slot)
    } else if let use = body.uses[first], use.writes.nonzeroBitCount == 1 {
      target = .register(use.writes.trailingZeroBitCount)
    } else {
      return nil
    }
    var values: [Place: Int?] = [target: value]
    var (at, count) = (first + 1, 0)
    while at < body.steps.count, count < Self.most, !values.isEmpty {
      count += 1
      let step = body.steps[at]
      guard let use = body.uses[at] else { return nil }
      if let place = called(step, use) {
        if let value = values[place] { return Call(offset: step.offset, place: value) }
        values = values.filter { $0.key.isKept(over: use) }
      } else if use.flow == .end {
        guard let next = body.target(of: step), next > at else { return nil }
        at = next
        continue
      } else if use.flow == .call {
        values = values.filter { $0.key.isKept(over: use) }
      } else {
        change(&values, step, use)
      }
      at += 1
    }
    return nil
  }

  /// What a step calls or jumps through: a register, a stack slot, or the register of a thunk.
  private func called(_ step: DecodedFunction.Step, _ use: RegisterUse) -> Place? {
    let one = step.instruction
    if one.map == .oneByte, one.opcode == 0xff, [2, 4].contains(one.reg) {
      if one.mod == 3 { return .register(use.reads.trailingZeroBitCount) }
      return StackSlot(one, body.code, at: step.offset).map { .slot($0) }
    }
    guard let branch = Branch(one, body.code, at: step.offset) else { return nil }
    return thunks.register(at: branch.target).map { .register($0) }
  }

  /// Applies an instruction that continues with the next one.
  private func change(
    _ values: inout [Place: Int?], _ step: DecodedFunction.Step, _ use: RegisterUse
  ) {
    let one = step.instruction
    let slot = StackSlot(one, body.code, at: step.offset)
    let isMove = one.map == .oneByte && [0x89, 0x8b].contains(one.opcode)
    var moved: (place: Place, value: Int?)?
    if isMove, let slot {
      let isStore = one.opcode == 0x89
      let register = Place.register(
        (isStore ? use.reads & ~(1 << UInt32(slot.base)) : use.writes).trailingZeroBitCount)
      let (from, to) = isStore ? (register, Place.slot(slot)) : (.slot(slot), register)
      if let value = values[from] { moved = (to, value) }
      if isStore { values[to] = nil }
    } else if isMove, one.mod == 3, use.writes.nonzeroBitCount == 1 {
      let from = Place.register(use.reads.trailingZeroBitCount)
      if let value = values[from] { moved = (.register(use.writes.trailingZeroBitCount), value) }
    } else if let sum = sum(values, step, use) {
      moved = sum
    }
    values = values.filter { $0.key.isKept(by: use, one) }
    if let moved { values[moved.place] = moved.value }
  }

  /// Applies an addition to a value: of a constant, or of what is only known at run time.
  private func sum(
    _ values: [Place: Int?], _ step: DecodedFunction.Step, _ use: RegisterUse
  ) -> (place: Place, value: Int?)? {
    let one = step.instruction
    let isAdd =
      one.map == .oneByte
      && ([0x01, 0x03, 0x05].contains(one.opcode)
        || ([0x81, 0x83].contains(one.opcode) && one.reg == 0))
      && (one.mod == 3 || one.opcode == 5)
    let isLea = one.map == .oneByte && one.opcode == 0x8d
    guard isAdd || isLea, use.writes.nonzeroBitCount == 1 else { return nil }
    let sources = values.filter { known in
      if case .register(let number) = known.key {
        use.reads & 1 << UInt32(number) != 0
      } else {
        false
      }
    }
    guard sources.count == 1, let source = sources.first else { return nil }
    let target = Place.register(use.writes.trailingZeroBitCount)
    let isPlain = use.reads.nonzeroBitCount == 1
    var amount: Int?
    if isAdd, isPlain, one.immediateSize > 0 {
      amount = number(at: step.offset + one.immediateOffset, Int(one.immediateSize))
    } else if isLea, isPlain, one.rm != 4 {
      let size = [0, 1, 4][Int(min(one.mod, 2))]
      amount = size == 0 ? 0 : number(at: step.offset + Int(one.length) - size, size)
    }
    let sum = source.value.flatMap { value in amount.map { value + $0 } }
    return (target, sum.flatMap { $0 >= 0 && $0 < page.count ? $0 : nil })
  }

  private func number(at place: Int, _ size: Int) -> Int? {
    guard place + size <= body.code.count else { return nil }
    return size == 1
      ? Int(Int8(bitPattern: body.code[place]))
      : Int(body.code.loadUnaligned(fromByteOffset: place, as: Int32.self))
  }
}

extension IndirectCalls.Place {
  /// Whether the value survives a call: stack slots do, and registers that every function
  /// preserves.
  fileprivate func isKept(over use: RegisterUse) -> Bool {
    switch self {
    case .register(let number): [3, 5, 12, 13, 14, 15].contains(number)
    case .slot: true
    }
  }

  fileprivate func isKept(by use: RegisterUse, _ one: Instruction) -> Bool {
    switch self {
    case .register(let number): use.writes & 1 << UInt32(number) == 0
    case .slot(let slot):
      use.writes & 1 << UInt32(slot.base) == 0 && !(slot.base == 4 && one.movesStack)
    }
  }
}

/// An address operand of an instruction, and how the instruction uses it.
private struct Origin {
  enum Use { case address, load, push, branch }

  let address: UInt64
  let use: Use
  /// Whether nothing is added to the address.
  let isExact: Bool
  /// Whether the address is stored to memory.
  private(set) var isStore = false

  /// - Parameter field: the offset of the address's four bytes.
  init?(
    _ step: DecodedFunction.Step, _ field: Int, _ code: UnsafeRawBufferPointer, at start: UInt64,
    _ mode: CodeMode
  ) {
    let one = step.instruction
    guard one.map == .oneByte else { return nil }
    let end = step.offset + Int(one.length)
    let value = code.loadUnaligned(fromByteOffset: field, as: UInt32.self)
    let absolute =
      mode == .bits32 ? UInt64(value) : UInt64(bitPattern: Int64(Int32(bitPattern: value)))
    let isImmediate = one.immediateSize >= 4 && field == step.offset + one.immediateOffset
    guard isImmediate || field + 4 + Int(one.immediateSize) == end else { return nil }
    switch one.opcode {
    case 0xb8...0xbf: (use, isExact) = (.address, true)
    case 0xc7 where isImmediate:
      (use, isExact, isStore) = (.address, true, one.mod != 3)
    case 0x68: (use, isExact) = (.push, true)
    case 0xa1: (use, isExact) = (.load, true)
    case 0x05: (use, isExact) = (.address, false)
    case 0x81 where one.mod == 3 && one.reg < 2: (use, isExact) = (.address, false)
    case 0x03, 0x8d, 0x8b, 0xff:
      let operands = Operands(one, code, at: step.offset)
      isExact = operands.address == 0 && one.opcode != 0x03
      if one.opcode == 0xff {
        guard [2, 4].contains(one.reg) else { return nil }
        use = .branch
      } else {
        use = one.opcode == 0x8d ? .address : .load
      }
      if mode == .bits64, one.mod == 0, one.rm == 5 {
        address = start &+ UInt64(end) &+ UInt64(bitPattern: Int64(Int32(bitPattern: value)))
        return
      }
    default: return nil
    }
    address = absolute
  }
}
