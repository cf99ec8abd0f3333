// SPDX-License-Identifier: Apache-2.0

import CZydis
import Instructions

/// Zydis 4.0 as Debian has it: what it says of the length and the class of an instruction.
final class Zydis {
  /// Why it decodes nothing: the low byte of its status.
  enum Refusal: UInt32 {
    case noMoreData, decodingError, tooLong, badRegister, illegalLock, illegalLegacyPrefix
    case illegalREX, invalidMap, malformedEVEX, malformedMVEX, invalidMask
    case other = 255
  }

  enum Answer {
    case decoded(length: Int, kind: InstructionClass)
    case refused(Refusal)
  }

  private var decoder = ZydisDecoder()
  private var instruction = ZydisDecodedInstruction()
  private var context = ZydisDecoderContext()
  private var operands = [ZydisDecodedOperand](repeating: ZydisDecodedOperand(), count: 10)

  init(_ mode: CodeMode) {
    let is64 = mode == .bits64
    ZydisDecoderInit(
      &decoder, is64 ? ZYDIS_MACHINE_MODE_LONG_64 : ZYDIS_MACHINE_MODE_LONG_COMPAT_32,
      is64 ? ZYDIS_STACK_WIDTH_64 : ZYDIS_STACK_WIDTH_32)
  }

  func answer(_ code: UnsafeRawBufferPointer, at offset: Int) -> Answer {
    let status = ZydisDecoderDecodeInstruction(
      &decoder, &context, code.baseAddress! + offset, code.count - offset, &instruction)
    guard status & 0x8000_0000 == 0 else {
      return .refused(Refusal(rawValue: status & 0xff) ?? .other)
    }
    return .decoded(length: Int(instruction.length), kind: kind)
  }

  private var kind: InstructionClass {
    if let known = ZydisClasses.byMnemonic[instruction.mnemonic.rawValue] { return known }
    let isFar = instruction.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR
    switch instruction.mnemonic {
    case ZYDIS_MNEMONIC_CALL: return isFar ? .lcall : .ordinary
    case ZYDIS_MNEMONIC_JMP: return isFar ? .ljmp : .ordinary
    case ZYDIS_MNEMONIC_RET: return isFar ? .lret : .ordinary
    case ZYDIS_MNEMONIC_MOV, ZYDIS_MNEMONIC_PUSH, ZYDIS_MNEMONIC_POP: return kindOfMove
    default: return .ordinary
    }
  }

  private var kindOfMove: InstructionClass {
    // Plain moves are most of a kernel: no need to take their operands apart.
    let isPlain =
      instruction.opcode_map == ZYDIS_OPCODE_MAP_DEFAULT
      && ![0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x8c, 0x8e].contains(instruction.opcode)
    guard !isPlain else { return .ordinary }
    ZydisDecoderDecodeOperands(&decoder, &context, &instruction, &operands, 10)
    let (to, from) = (operands[0], operands[1])
    if instruction.mnemonic == ZYDIS_MNEMONIC_PUSH { return moved(from: to) }
    if instruction.mnemonic == ZYDIS_MNEMONIC_POP { return moved(to: to) }
    let kind = moved(to: to)
    return kind == .ordinary ? moved(from: from) : kind
  }

  private func moved(to operand: ZydisDecodedOperand) -> InstructionClass {
    guard operand.type == ZYDIS_OPERAND_TYPE_REGISTER else { return .ordinary }
    let register = operand.reg.value
    switch ZydisRegisterGetClass(register) {
    case ZYDIS_REGCLASS_SEGMENT:
      return register == ZYDIS_REGISTER_SS ? .movToSS : .movToSegment
    case ZYDIS_REGCLASS_CONTROL:
      let known: [ZydisRegister.RawValue: InstructionClass] = [
        ZYDIS_REGISTER_CR0.rawValue: .movToCR0, ZYDIS_REGISTER_CR2.rawValue: .movToCR2,
        ZYDIS_REGISTER_CR3.rawValue: .movToCR3, ZYDIS_REGISTER_CR4.rawValue: .movToCR4,
        ZYDIS_REGISTER_CR8.rawValue: .movToCR8,
      ]
      return known[register.rawValue] ?? .undefined
    case ZYDIS_REGCLASS_DEBUG: return .movToDR
    default: return .ordinary
    }
  }

  private func moved(from operand: ZydisDecodedOperand) -> InstructionClass {
    guard operand.type == ZYDIS_OPERAND_TYPE_REGISTER else { return .ordinary }
    switch ZydisRegisterGetClass(operand.reg.value) {
    case ZYDIS_REGCLASS_SEGMENT:
      return operand.reg.value == ZYDIS_REGISTER_CS ? .movFromCS : .movFromSegment
    case ZYDIS_REGCLASS_CONTROL: return .movFromCR
    case ZYDIS_REGCLASS_DEBUG: return .movFromDR
    default: return .ordinary
    }
  }
}
