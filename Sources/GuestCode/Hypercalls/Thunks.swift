// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// Functions that jump to the address in a register without speculation (retpolines). They are
/// recognized by the names that compilers and Linux give them, or by their code.
struct Thunks {
  private static let prefixes = [
    "__x86_indirect_thunk_", "__x86_indirect_call_thunk_", "__x86_indirect_jump_thunk_",
    "__x86_retpoline_", "__llvm_retpoline_", "__llvm_lvi_thunk_",
  ]
  private static let registers = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
  /// The most instructions of a thunk, and the most calls in it.
  private static let (most, mostCalls) = (12, 2)

  private let region: CodeRegion
  private let code: UnsafeRawBufferPointer
  private let decoder: InstructionDecoder
  /// The registers of thunks outside the region, by address.
  private let others: [UInt64: Int]

  /// - Parameter others: the addresses of thunks outside the region, by name.
  init(
    _ region: CodeRegion, _ code: UnsafeRawBufferPointer, _ mode: CodeMode,
    others: [String: Range<UInt64>]
  ) {
    (self.region, self.code) = (region, code)
    decoder = InstructionDecoder(mode)
    self.others = Dictionary(
      others.compactMap { name, range in Self.register(of: name).map { (range.lowerBound, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The names of the thunks for every register.
  static let names: Set<String> = {
    let old = registers.flatMap { ["r" + $0, "e" + $0] }
    let all = old + (8..<16).map { "r\($0)" }
    return Set(prefixes.flatMap { prefix in all.map { prefix + $0 } })
  }()

  /// The register that the function at an offset jumps through, by its number; nil if it is not a
  /// thunk.
  func register(at offset: Int) -> Int? {
    guard code.indices.contains(offset) else {
      return others[region.linkedAddress &+ UInt64(bitPattern: Int64(offset))]
    }
    let place = region.symbols.place(at: offset)
    if let place, place.offset == 0, let known = Self.register(of: place.name) { return known }
    return register(from: offset, calls: 0)
  }

  private static func register(of name: String) -> Int? {
    guard let prefix = prefixes.first(where: { name.hasPrefix($0) }) else { return nil }
    let rest = name.dropFirst(prefix.count)
    if let number = registers.firstIndex(of: String(rest.dropFirst())) { return number }
    return Int(rest.dropFirst()).flatMap { (8..<16).contains($0) ? $0 : nil }
  }

  /// Recognizes jmp *%rax; push %rax, ret; and a call to code that replaces the return address by
  /// rax.
  private func register(from start: Int, calls: Int) -> Int? {
    var (at, held) = (start, Int?.none)
    for _ in 0..<Self.most where code.indices.contains(at) {
      let one = decoder.decode(code, at: at)
      let high = one.prefixes.contains(.extendedRm) ? 8 : 0
      defer { at += Int(one.length) }
      if one.isFiller(in: code, at: at) || one.isFence { continue }
      guard one.kind == .ordinary, one.map == .oneByte else { return nil }
      switch one.opcode {
      case 0xff where one.reg == 4 && one.mod == 3: return held == nil ? Int(one.rm) + high : nil
      case 0x50...0x57 where held == nil && calls == 0: held = Int(one.opcode & 7) + high
      case 0x89 where calls > 0 && held == nil && one.isToTop(code, at):
        held = Int(one.reg) + (one.prefixes.contains(.extendedReg) ? 8 : 0)
      case 0xc3: return held
      case 0xe9 where calls > 0: return held
      case 0xe8 where calls < Self.mostCalls && held == nil:
        guard let branch = Branch(one, code, at: at) else { return nil }
        return register(from: branch.target, calls: calls + 1)
      default: return nil
      }
    }
    return nil
  }
}

extension Instruction {
  /// Whether it is lfence, endbr or pause.
  fileprivate var isFence: Bool {
    map == .twoByte && (opcode == 0xae && modRM == 0xe8 || opcode == 0x1e)
  }

  /// Whether its memory operand is the word at the stack pointer.
  fileprivate func isToTop(_ code: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    let slot = StackSlot(self, code, at: offset)
    return slot?.base == 4 && slot?.place.displacement == 0
  }
}
