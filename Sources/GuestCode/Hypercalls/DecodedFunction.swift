// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The instructions of one function, and which of them lead to which.
final class DecodedFunction {
  /// One of them.
  struct Step {
    let offset: Int
    let instruction: Instruction
  }

  /// Of a longer function, and of a region without names, so many bytes around the place that was
  /// asked for.
  private static let most = 1 << 12

  let code: UnsafeRawBufferPointer
  /// As the symbols have it.
  let function: Range<Int>
  /// The part of it that is decoded.
  let window: Range<Int>
  /// Where what a symbol names in front of it begins; nil when none names the function itself.
  private let before: Int?
  private let decoder: InstructionDecoder
  let steps: [Step]
  /// What is known of each step's registers; nil where nothing is.
  let uses: [RegisterUse?]
  /// By offset, the instructions that trap into Xen.
  let traps: [Int: HypercallSite.Way]
  private let mode: CodeMode
  private let entries: (JumpTable) -> [Int]

  /// - Parameters:
  ///   - before: where what stands in front of the function begins; nil when no symbol says that the
  ///     function begins where it does.
  ///   - entries: to what offsets the entries of a table lead.
  ///   - trap: how an instruction traps into Xen; nil of one that does not.
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

  /// Whether its first instruction is one that is called: what stands in front of it does not go on
  /// into it, as it would where the label is one inside of a longer function.
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

  /// The place among `steps` of the one at that offset; nil when none begins there.
  func index(at offset: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low].offset == offset ? low : nil
  }

  /// The place among `steps` of the one whose opcode's last byte, or whose first byte, stands at that
  /// offset: in front of the opcode may be prefixes.
  func index(ofOpcodeAt offset: Int) -> Int? {
    for start in stride(from: offset, through: max(window.lowerBound, offset - 4), by: -1) {
      guard let index = index(at: start) else { continue }
      let one = steps[index].instruction
      return start == offset || start + Int(one.opcodeOffset) == offset ? index : nil
    }
    return nil
  }

  /// The place among `steps` of the one that holds a byte; nil where none does.
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

  /// The steps that jump to each, by its place.
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

  /// The place of the step that this one jumps to; nil of what is no jump, or leads elsewhere.
  func target(of step: Step) -> Int? {
    guard let branch = Branch(step.instruction, code, at: step.offset), !branch.isCall,
      window.contains(branch.target)
    else { return nil }
    return index(at: branch.target)
  }

  /// The push whose value a pop takes, where nothing jumps in between.
  ///
  /// - Returns: its place among `steps`, and the register; nil where it cannot be seen, or pushes another
  ///   thing.
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

  /// A pop is not looked for further behind its push.
  private static let mostPushed = 64

  /// The steps from which the processor gets to one, as far as it can be seen.
  ///
  /// - Parameter returns: whether a call surely comes back. Of others it is taken that they do not,
  ///   where something else leads to what follows them.
  func predecessors(of index: Int, returns: (Step) -> Bool) -> [Int] {
    let jumps = sources[index] ?? []
    guard index > 0, let use = uses[index - 1], use.flow != .end else { return jumps }
    let isOpen = use.flow != .call || jumps.isEmpty || returns(steps[index - 1])
    return isOpen ? jumps + [index - 1] : jumps
  }
}

extension Instruction {
  enum StackMove { case push, pop }

  /// What it does to the stack, if it moves one word and nothing else.
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
