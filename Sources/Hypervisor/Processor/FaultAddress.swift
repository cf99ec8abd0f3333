// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Finds the address that an instruction accesses, because the processor only reports the page.
///
/// The operands of an instruction are computed from the registers. The one in the
/// faulting page is the result. If none is, the operand began in the page before, and the fault was
/// at the first byte of this page.
struct FaultAddress {
  private let code: [UInt8]
  private let instruction: Instruction
  private let mode: CodeMode
  private let register: (Register) -> UInt64
  /// The bases of segments that are not 0, by the prefix of each.
  private let bases: [UInt8: UInt64]

  /// The address of a failed access.
  ///
  /// - Parameters:
  ///   - page: the address of the faulting page.
  ///   - access: the kind of access.
  ///   - hypervisor: whose processor has faulted.
  static func address(in page: UInt64, access: Access, _ hypervisor: Hypervisor) -> UInt64 {
    let place = hypervisor.processor[.rip]
    if access == .fetch { return place & ~0xfff == page ? place : page }
    let code = hypervisor.code(at: place)
    guard !code.isEmpty else { return page }
    let operand = FaultAddress(code, hypervisor.mode, hypervisor.segmentBases) {
      hypervisor.processor[$0]
    }
    return operand.candidates.first { $0 & ~0xfff == page } ?? page
  }

  /// Whether an access is one to the stack segment: it has a #SS where others have a #GP.
  ///
  /// - Parameters:
  ///   - page: the address of the page of a failed access.
  ///   - hypervisor: whose processor has faulted.
  static func isOnStack(_ page: UInt64, _ hypervisor: Hypervisor) -> Bool {
    let code = hypervisor.code(at: hypervisor.processor[.rip])
    let access = FaultAddress(code, hypervisor.mode, hypervisor.segmentBases) {
      hypervisor.processor[$0]
    }
    if let explicit = access.explicit, explicit & ~0xfff == page { return access.hasStackBase }
    return access.stack.contains { $0 & ~0xfff == page }
  }

  init(
    _ code: [UInt8], _ mode: CodeMode, _ bases: [UInt8: UInt64],
    _ register: @escaping (Register) -> UInt64
  ) {
    self.code = code
    self.mode = mode
    self.bases = bases
    self.register = register
    instruction = code.withUnsafeBytes { InstructionDecoder(mode).decode($0, at: 0) }
  }

  /// All addresses that the instruction may access, the explicit operand first.
  var candidates: [UInt64] {
    let all = ([explicit].compactMap { $0 }) + implicit
    return mode == .bits64 ? all : all.map { $0 & 0xffff_ffff }
  }

  private static let legacyPrefixes: Set<UInt8> = [
    0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3,
  ]

  private var prefixes: ArraySlice<UInt8> { code.prefix { Self.legacyPrefixes.contains($0) } }

  /// The REX prefix, which directly precedes the opcode; 0 for none.
  private var rex: UInt8 {
    let next = prefixes.count
    return mode == .bits64 && next < code.count && code[next] & 0xf0 == 0x40 ? code[next] : 0
  }

  /// The base of the segment for which the instruction has a prefix.
  private var segmentBase: UInt64 { prefixes.lazy.compactMap { bases[$0] }.first ?? 0 }

  private func byte(_ offset: Int) -> UInt8 { offset < code.count ? code[offset] : 0 }

  private func displacement(_ offset: Int, _ size: Int) -> UInt64 {
    switch size {
    case 1: return UInt64(bitPattern: Int64(Int8(bitPattern: byte(offset))))
    case 4:
      let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(byte(offset + $1)) << UInt32(8 * $1) }
      return UInt64(bitPattern: Int64(Int32(bitPattern: value)))
    default: return 0
    }
  }

  /// The operand of ModRM, or an absolute address.
  private var explicit: UInt64? {
    let opcode = Int(instruction.opcodeOffset)
    if instruction.map == .oneByte, (0xa0...0xa3).contains(instruction.opcode) {
      let size = mode == .bits64 ? 8 : 4
      return segmentBase
        &+ (0..<size).reduce(UInt64(0)) { $0 | UInt64(byte(opcode + 1 + $1)) << UInt64(8 * $1) }
    }
    let mod = instruction.mod
    let rm = instruction.rm
    guard mod != 3 else { return nil }
    var next = opcode + 2
    var address: UInt64
    if rm == 4 {
      let sib = byte(next)
      next += 1
      let index = Int(sib >> 3 & 7 | (rex & 2) << 2)
      let base = Int(sib & 7 | (rex & 1) << 3)
      let isAbsolute = sib & 7 == 5 && mod == 0
      address = isAbsolute ? displacement(next, 4) : register(Register.general[base])
      if index != 4 { address &+= register(Register.general[index]) << UInt64(sib >> 6) }
    } else if rm == 5, mod == 0 {
      let end = mode == .bits64 ? register(.rip) &+ UInt64(instruction.length) : 0
      return segmentBase &+ end &+ displacement(next, 4)
    } else {
      address = register(Register.general[Int(rm | (rex & 1) << 3)])
    }
    if mod == 1 { address &+= displacement(next, 1) }
    if mod == 2 { address &+= displacement(next, 4) }
    return segmentBase &+ address
  }

  /// Whether the explicit operand is relative to rsp or rbp, and so in the stack segment: with 64
  /// bits, only the prefixes of FS and GS say otherwise.
  private var hasStackBase: Bool {
    guard instruction.mod != 3, rex & 1 == 0, !prefixes.contains(where: { bases[$0] != nil }) else {
      return false
    }
    let base = instruction.rm == 4 ? byte(Int(instruction.opcodeOffset) + 2) & 7 : instruction.rm
    return base == 4 || base == 5 && instruction.mod != 0
  }

  /// The implicit operands of string and stack instructions. Listing all of them does no harm,
  /// because only one in the faulting page counts.
  private var implicit: [UInt64] { stack + [register(.rdi), register(.rsi)] }

  /// Those of stack instructions.
  private var stack: [UInt64] {
    let top = register(.rsp)
    return [top &- (mode == .bits64 ? 8 : 4), top, register(.rbp)]
  }
}

extension Hypervisor {
  /// The bases of segments that an instruction selects by a prefix, by the prefix: of FS and GS. In
  /// a 32-bit guest they come from the descriptors.
  fileprivate var segmentBases: [UInt8: UInt64] {
    if interface.guest.is64 { return [0x64: processor[.fsBase], 0x65: processor[.gsBase]] }
    return [UInt8(0x64): Register.fs, 0x65: .gs].mapValues {
      ownPages.descriptor(processor[$0] & 0xffff).map(Descriptor.base) ?? 0
    }
  }
}
