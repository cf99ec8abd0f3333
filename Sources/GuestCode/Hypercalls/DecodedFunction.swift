// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The instructions of one function, and the control flow between them.
final class DecodedFunction {
  struct Step {
    let offset: Int
    let instruction: Instruction
  }

  /// If a function is longer, or the region has no symbols, this many bytes before and after the
  /// requested place are decoded.
  private static let most = 1 << 12

  let code: UnsafeRawBufferPointer
  /// The extent of the function by its symbols.
  let function: Range<Int>
  /// The part of the function that is decoded.
  let window: Range<Int>
  /// The start of the previous symbol; nil if no symbol names the function.
  private let before: Int?
  private let decoder: InstructionDecoder
  let steps: [Step]
  /// The register use of each step; nil where it is unknown.
  let uses: [RegisterUse?]
  /// The instructions that trap into Xen, by offset.
  let traps: [Int: HypercallSite.Way]
  private let mode: CodeMode
  private let entries: (JumpTable) -> [Int]

  /// - Parameters:
  ///   - code: the region's bytes.
  ///   - function: the extent of the function.
  ///   - offset: the place that must be decoded.
  ///   - mode: of the code.
  ///   - before: the start of the previous symbol; nil if no symbol names the function.
  ///   - entries: returns the offsets to which the entries of a jump table lead.
  ///   - trap: how an instruction traps into Xen; nil for one that does not.
  init(
    _ code: UnsafeRawBufferPointer, function: Range<Int>, around offset: Int, _ mode: CodeMode,
    before: Int?, entries: @escaping (JumpTable) -> [Int],
    trap: (Instruction, Int) -> HypercallSite.Way?
  ) {
    let decoder = InstructionDecoder(mode)
    let start = max(function.lowerBound, offset - Self.most)
    window = start..<min(function.upperBound, offset + Self.most)
    var (steps, uses): ([Step], [RegisterUse?]) = ([], [])
    var traps: [Int: HypercallSite.Way] = [:]
    var at = start
    while at < window.upperBound {
      let instruction = decoder.decode(code, at: at)
      steps.append(Step(offset: at, instruction: instruction))
      let way = instruction.kind == .ordinary ? nil : trap(instruction, at)
      if let way { traps[at] = way }
      uses.append(way == nil ? RegisterUse(instruction, code, at: at) : .trap)
      at += instruction.kind == .undefined ? 1 : Int(instruction.length)
    }
    self.before = before
    self.decoder = decoder
    self.code = code
    self.function = function
    self.steps = steps
    self.uses = uses
    self.traps = traps
    self.mode = mode
    self.entries = entries
  }

  /// Whether the function is only entered by calls and jumps, because control cannot run into it
  /// from the code before. That code does run into it if the symbol is a label inside a longer
  /// function.
  private(set) lazy var isCalled: Bool = {
    guard let before, window.lowerBound == function.lowerBound else { return false }
    var (at, isClosed) = (before, true)
    while at < function.lowerBound {
      let one = decoder.decode(code, at: at)
      guard one.kind.isCode else { return false }
      isClosed = one.endsFlow || (isClosed && one.isFiller(in: code, at: at))
      at += Int(one.length)
    }
    return isClosed && at == function.lowerBound
  }()

  /// The index in `steps` of the instruction at that offset; nil if none begins there.
  func index(at offset: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low].offset == offset ? low : nil
  }

  /// The index in `steps` of the instruction that begins at that offset or whose last opcode byte
  /// is there; prefixes may precede the opcode.
  func index(ofOpcodeAt offset: Int) -> Int? {
    for start in stride(from: offset, through: max(window.lowerBound, offset - 4), by: -1) {
      guard let index = index(at: start) else { continue }
      let one = steps[index].instruction
      return start == offset || start + Int(one.opcodeOffset) == offset ? index : nil
    }
    return nil
  }

  /// The index in `steps` of the instruction that contains that byte; nil if none does.
  func index(containing offset: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let step = steps[low - 1]
    return offset < step.offset + Int(step.instruction.length) ? low - 1 : nil
  }

  /// The steps that jump to a step, by the index of the target.
  private(set) lazy var sources: [Int: [Int]] = {
    var sources: [Int: [Int]] = [:]
    for (index, step) in steps.enumerated() {
      if let target = target(of: step) { sources[target, default: []].append(index) }
      guard step.instruction.opcode == 0xff,
        let table = JumpTable(steps[...index], code, mode)
      else { continue }
      for target in Set(entries(table)) {
        if let target = self.index(at: target) { sources[target, default: []].append(index) }
      }
    }
    return sources
  }()

  /// The index of the step that this one jumps to; nil if it is not a jump or leads out of the
  /// window.
  func target(of step: Step) -> Int? {
    guard let branch = Branch(step.instruction, code, at: step.offset), !branch.isCall,
      window.contains(branch.target)
    else { return nil }
    return index(at: branch.target)
  }

  /// The push whose value a pop takes, if nothing jumps in between.
  ///
  /// - Returns: its index in `steps` and the register as a mask; nil if it is unknown or pushes
  ///   something other than a register.
  func push(for pop: Int) -> (index: Int, register: UInt32)? {
    var depth = 0
    for index in stride(from: pop - 1, through: max(0, pop - Self.mostPushed), by: -1) {
      guard sources[index + 1] == nil, let use = uses[index], use.flow != .end else { return nil }
      switch steps[index].instruction.stackMove {
      case .pop: depth += 1
      case .push where depth > 0: depth -= 1
      case .push:
        let isRegister = (0x50...0x57).contains(steps[index].instruction.opcode)
        return isRegister ? (index, use.reads) : nil
      case nil: if use.writes & 1 << 4 != 0 { return nil }
      }
    }
    return nil
  }

  /// The most steps between a push and its pop.
  private static let mostPushed = 64

  /// The steps from which control reaches a step, as far as the code shows.
  ///
  /// - Parameters:
  ///   - index: of the step.
  ///   - returns: whether a call certainly returns. Any other call is taken not to return if
  ///     something else leads to the step after it.
  func predecessors(of index: Int, returns: (Step) -> Bool) -> [Int] {
    let jumps = sources[index] ?? []
    guard index > 0, let use = uses[index - 1], use.flow != .end else { return jumps }
    let isOpen = use.flow != .call || jumps.isEmpty || returns(steps[index - 1])
    return isOpen ? jumps + [index - 1] : jumps
  }
}

extension Instruction {
  enum StackMove { case push, pop }

  /// The effect on the stack of an instruction that moves one word and does nothing else.
  fileprivate var stackMove: StackMove? {
    guard map == .oneByte else { return nil }
    switch opcode {
    case 0x50...0x57, 0x68, 0x6a, 0x9c: return .push
    case 0xff where reg == 6: return .push
    case 0x58...0x5f, 0x8f, 0x9d: return .pop
    default: return nil
    }
  }
}
