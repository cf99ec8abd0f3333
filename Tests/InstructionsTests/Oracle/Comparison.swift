// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The decoder beside Zydis over some code.
struct Comparison {
  let mode: CodeMode
  /// Instructions, or byte strings, compared.
  private(set) var compared = 0
  /// Of these, on which both agree.
  private(set) var agreed = 0
  /// How often a difference was an allowed one, by its reason.
  private(set) var excused: [String: Int] = [:]
  /// The first of the others.
  private(set) var wrong: [String] = []

  init(_ mode: CodeMode) { self.mode = mode }

  /// Instruction after instruction; one byte on where Zydis refuses.
  mutating func sweep(_ code: UnsafeRawBufferPointer) {
    let (decoder, zydis) = (InstructionDecoder(mode), Zydis(mode))
    var offset = 0
    while offset < code.count, wrong.count < 40 {
      offset += compare(code, offset, decoder, zydis)
    }
  }

  /// The strings that begin at each byte.
  mutating func everywhere(_ code: UnsafeRawBufferPointer) {
    let (decoder, zydis) = (InstructionDecoder(mode), Zydis(mode))
    for offset in 0..<code.count where wrong.count < 40 {
      _ = compare(code, offset, decoder, zydis)
    }
  }

  /// How far Zydis would go on.
  private mutating func compare(
    _ code: UnsafeRawBufferPointer, _ offset: Int, _ decoder: InstructionDecoder, _ zydis: Zydis
  ) -> Int {
    let ours = decoder.decode(code, at: offset)
    let theirs = zydis.answer(code, at: offset)
    compared += 1
    var step = 1
    var isEqual = false
    switch theirs {
    case .decoded(let length, let kind):
      step = length
      isEqual = Int(ours.length) == length && ours.kind == kind
    case .refused(.noMoreData): isEqual = ours.kind == .truncated || ours.kind == .undefined
    case .refused: isEqual = ours.kind == .undefined || ours.kind == .truncated
    }
    if isEqual { agreed += 1 } else { differ(ours, theirs, code, offset) }
    return step
  }

  private mutating func differ(
    _ ours: Instruction, _ theirs: Zydis.Answer, _ code: UnsafeRawBufferPointer, _ offset: Int
  ) {
    if let known = Difference.allowed.first(where: { $0.holds(ours, theirs) }) {
      excused[known.reason, default: 0] += 1
      return
    }
    let bytes = code[offset..<min(offset + 15, code.count)]
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    wrong.append("\(offset): \(bytes): \(ours.length) \(ours.kind), Zydis \(theirs)")
  }
}
