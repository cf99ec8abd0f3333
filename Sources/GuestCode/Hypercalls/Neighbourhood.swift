// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The instructions of a function around one of them, decoded from its start.
struct Neighbourhood {
  /// One of them.
  struct Step {
    let offset: Int
    let instruction: Instruction
  }

  /// A function has no more bytes than this around a call.
  private static let most = 1 << 12

  let code: UnsafeRawBufferPointer
  let decoder: InstructionDecoder
  let steps: [Step]
  let site: Step
  let function: Range<Int>
  let end: Int

  /// Nil when no instruction begins at `offset`, as counted from the function's start.
  init?(
    _ code: UnsafeRawBufferPointer, function: Range<Int>, at offset: Int, _ mode: CodeMode
  ) {
    let decoder = InstructionDecoder(mode)
    var steps: [Step] = []
    var at = max(function.lowerBound, offset - Self.most)
    while at < offset {
      let instruction = decoder.decode(code, at: at)
      steps.append(Step(offset: at, instruction: instruction))
      at += instruction.kind == .undefined ? 1 : Int(instruction.length)
    }
    guard at == offset else { return nil }
    self.code = code
    self.function = function
    self.decoder = decoder
    self.steps = steps
    site = Step(offset: offset, instruction: decoder.decode(code, at: offset))
    end = min(function.upperBound, offset + Self.most)
  }

  /// Of these registers, those that hold at the site what a call before left in them.
  ///
  /// - Parameter kept: which registers the call there keeps, bit n for register n.
  func lost(_ registers: [Int], kept: (Int) -> UInt32) -> [Int] {
    var open = registers
    for step in steps.reversed() {
      guard !open.isEmpty, let use = use(step) else { return [] }
      // What is called before anything else is there to count calls, and keeps all.
      if use.flow == .call {
        let isKnown = !isFirst(step) && !isBySlot(step, use)
        return isKnown ? open.filter { kept(step.offset) & 1 << UInt32($0) == 0 } : []
      }
      guard use.flow == .next else { return [] }
      open.removeAll { use.writes & 1 << UInt32($0) != 0 }
    }
    return []
  }

  /// A call by an address that stands at a fixed place, as in pv_ops: what is there may keep more
  /// than functions do.
  private func isBySlot(_ step: Step, _ use: RegisterUse) -> Bool {
    step.instruction.opcode == 0xff && use.reads == 0
  }

  /// Whether nothing but endbr stands before it in the function.
  private func isFirst(_ step: Step) -> Bool {
    let before = steps.first { $0.instruction.map != .twoByte || $0.instruction.opcode != 0x1e }
    return before.map { $0.offset == step.offset } ?? false
  }

  /// Of these registers, those that are read behind the site before anything is put in them.
  func readAfter(_ registers: [Int]) -> [Int] {
    var open = registers
    var found: [Int] = []
    var at = site.offset + Int(site.instruction.length)
    while at < end, !open.isEmpty {
      let step = Step(offset: at, instruction: decoder.decode(code, at: at))
      guard let use = use(step) else { break }
      let read = open.filter { use.reads & 1 << UInt32($0) != 0 && !isPush(step) }
      found += read
      open.removeAll { read.contains($0) || use.writes & 1 << UInt32($0) != 0 }
      guard use.flow == .next else { break }
      at += Int(step.instruction.length)
    }
    return found
  }

  /// What is pushed is saved, not used.
  private func isPush(_ step: Step) -> Bool {
    step.instruction.map == .oneByte && (0x50...0x57).contains(step.instruction.opcode)
  }

  func use(_ step: Step) -> RegisterUse? {
    RegisterUse(step.instruction, code, at: step.offset)
  }
}
