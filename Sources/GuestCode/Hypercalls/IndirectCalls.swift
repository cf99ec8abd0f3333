// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// Calls into the hypercall page whose number is known only at run time: the page's address is put
/// into a register, the number's entry added, and the register called. Linux does so for calls that
/// a process asks for.
struct IndirectCalls {
  /// The call follows at once.
  private static let most = 16
  /// Functions that jump by a register in a way that no processor speculates on.
  private static let thunks = ["__x86_indirect_thunk", "__x86_retpoline"]

  private let region: CodeRegion
  private let page: UInt64?
  private let decoder: InstructionDecoder

  init(_ region: CodeRegion, _ gates: HypercallGates, _ mode: CodeMode) {
    self.region = region
    page = gates.page?.lowerBound
    decoder = InstructionDecoder(mode)
  }

  /// Where a register is called or jumped to, in order.
  func offsets(in code: UnsafeRawBufferPointer) -> [Int] {
    guard let page else { return [] }
    var found: [Int] = []
    for place in mentions(of: page) {
      if let offset = call(behind: place, code), found.last != offset { found.append(offset) }
    }
    return found
  }

  /// Where the four lower bytes of the page's address stand. Searched for are those of them that
  /// are not 0, which much code has.
  private func mentions(of page: UInt64) -> [Int] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: page >> UInt64(8 * $0)) }
    let skipped = bytes.prefix { $0 == 0 }.count
    let pattern = Array(bytes[skipped...])
    var found: [Int] = []
    var at = skipped
    while found.count < 64, let hit = region.bytes.firstOffset(of: pattern, from: at) {
      at = hit + 1
      let start = hit - skipped
      if (0..<skipped).allSatisfy({ region.bytes[start + $0] == 0 }) { found.append(start) }
    }
    return found
  }

  /// Where the call is that follows an instruction with the address at `place`.
  private func call(behind place: Int, _ code: UnsafeRawBufferPointer) -> Int? {
    let function = region.function(at: place)
    var at = max(function.lowerBound, place - (1 << 12))
    while at < place {
      let instruction = decoder.decode(code, at: at)
      at += instruction.kind.isCode ? Int(instruction.length) : 1
    }
    // An instruction that ends with the address ends behind it.
    guard at >= place + 4 else { return nil }
    for _ in 0..<Self.most where at < function.upperBound {
      let instruction = decoder.decode(code, at: at)
      guard instruction.kind == .ordinary else { return nil }
      if isIndirect(instruction, code, at) { return at }
      at += Int(instruction.length)
    }
    return nil
  }

  private func isIndirect(
    _ one: Instruction, _ code: UnsafeRawBufferPointer, _ offset: Int
  ) -> Bool {
    if one.map == .oneByte, one.opcode == 0xff { return one.mod == 3 && [2, 4].contains(one.reg) }
    guard let branch = Branch(one, code, at: offset),
      let name = region.symbols.place(at: branch.target)?.name
    else { return false }
    return Self.thunks.contains { name.hasPrefix($0) }
  }
}

extension InstructionClass {
  /// An instruction that is all there.
  var isCode: Bool { self != .undefined && self != .truncated }
}
