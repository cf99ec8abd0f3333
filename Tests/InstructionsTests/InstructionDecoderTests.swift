// SPDX-License-Identifier: Apache-2.0

import Instructions
import Testing

@Suite struct InstructionDecoderTests {
  private func decode(_ bytes: [UInt8], _ mode: CodeMode = .bits64) -> Instruction {
    bytes.withUnsafeBytes { InstructionDecoder(mode).decode($0, at: 0) }
  }

  @Test(
    arguments: [
      ([0xfa], InstructionClass.cli), ([0x0f, 0x01, 0xf8], .swapgs), ([0x48, 0xcf], .iret),
      ([0x0f, 0x01, 0x15, 1, 2, 3, 4], .lgdt), ([0x48, 0x0f, 0x07], .sysret),
      ([0x44, 0x0f, 0x22, 0xc0], .movToCR8), ([0x0f, 0x22, 0xd8], .movToCR3),
      ([0xff, 0x2d, 0, 0, 0, 0], .ljmp), ([0xff, 0x25, 0, 0, 0, 0], .ordinary),
      ([0xf3, 0x48, 0x0f, 0xae, 0xd8], .wrgsbase), ([0x0f, 0x01, 0xc8], .mwait),
    ] as [([UInt8], InstructionClass)])
  func classesInLongMode(bytes: [UInt8], kind: InstructionClass) {
    #expect(decode(bytes).kind == kind)
    #expect(Int(decode(bytes).length) == bytes.count)
  }

  @Test(
    arguments: [
      ([0xce], InstructionClass.into), ([0x0f, 0x01, 0xf8], .ordinary), ([0x0e], .movFromCS),
      ([0xea, 0, 0, 0, 0, 8, 0], .ljmp), ([0xc5, 0x00], .movToSegment), ([0x17], .movToSS),
    ] as [([UInt8], InstructionClass)])
  func classesInProtectedMode(bytes: [UInt8], kind: InstructionClass) {
    #expect(decode(bytes, .bits32).kind == kind)
    #expect(Int(decode(bytes, .bits32).length) == bytes.count)
  }

  /// The end of the code is an end, wherever it cuts.
  @Test(arguments: 1..<10) func whatIsCutOffIsTruncated(count: Int) {
    let whole: [UInt8] = [0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8]
    let cut = decode(Array(whole.prefix(count)))
    #expect(cut.kind == .truncated)
    #expect(Int(cut.length) == count)
  }

  @Test func whatStandsAtTheEndIsWhole() {
    let bytes: [UInt8] = [0x90, 0x90, 0x0f, 0x01, 0xf8]
    let last = bytes.withUnsafeBytes { InstructionDecoder(.bits64).decode($0, at: 2) }
    #expect(last.kind == .swapgs)
    #expect(last.length == 3)
  }

  @Test func fifteenBytesAreTheMost() {
    let padding = [UInt8](repeating: 0x2e, count: 14)
    #expect(decode(padding + [0x90]).length == 15)
    #expect(decode(padding + [0x90]).kind == .ordinary)
    #expect(decode(padding + [0x2e, 0x90]).kind == .undefined)
    #expect(decode(padding + [0x05, 1, 2, 3, 4]).kind == .undefined)
  }

  @Test func partsAreToldWhereTheyStand() {
    let move = decode([0x48, 0xc7, 0x44, 0x24, 0x08, 1, 2, 3, 4])
    #expect(move.opcodeOffset == 1)
    #expect(move.opcode == 0xc7)
    #expect(move.reg == 0)
    #expect(move.rm == 4)
    #expect(move.immediateOffset == 5)
    #expect(move.immediateSize == 4)
    #expect(move.prefixes == [.rex, .wide])
  }

  @Test func aRexThatAPrefixFollowsDoesNotCount() {
    let instruction = decode([0x48, 0x66, 0xb8, 1, 2])
    #expect(instruction.length == 5)
    #expect(instruction.prefixes == .operandSize)
  }
}
