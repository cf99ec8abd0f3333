// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The table through which a jump goes, as in `jmp *table(, %rax, 8)`; compilers generate it for a
/// switch. Its length follows from the comparison before the jump.
struct JumpTable {
  /// The most entries that are accepted; no switch of a kernel has more cases.
  private static let most = 1 << 10
  /// The most instructions between the comparison and the jump.
  private static let reach = 8

  /// The address of the table.
  let address: UInt64
  /// The number of entries.
  let count: Int

  /// Fails for any other instruction, and if no comparison gives the length.
  init?(_ steps: ArraySlice<DecodedFunction.Step>, _ code: UnsafeRawBufferPointer, _ mode: CodeMode)
  {
    guard let jump = steps.last, let address = Self.address(jump, code, mode),
      let count = Self.count(steps.dropLast().suffix(Self.reach), code)
    else { return nil }
    (self.address, self.count) = (address, count)
  }

  private static func address(
    _ step: DecodedFunction.Step, _ code: UnsafeRawBufferPointer, _ mode: CodeMode
  ) -> UInt64? {
    let one = step.instruction
    let index = step.offset + Int(one.opcodeOffset) + 2
    guard one.map == .oneByte, one.opcode == 0xff, one.reg == 4, one.mod == 0, one.rm == 4,
      index + 5 <= code.count
    else { return nil }
    let scale: UInt8 = mode == .bits64 ? 3 : 2
    guard code[index] & 7 == 5, code[index] >> 6 == scale else { return nil }
    let place = code.loadUnaligned(fromByteOffset: index + 1, as: Int32.self)
    return mode == .bits64
      ? UInt64(bitPattern: Int64(place)) : UInt64(UInt32(bitPattern: place))
  }

  /// One more than the operand of the comparison after which a `ja` skips the jump.
  private static func count(
    _ steps: ArraySlice<DecodedFunction.Step>, _ code: UnsafeRawBufferPointer
  ) -> Int? {
    let above = steps.lastIndex { step in
      (step.instruction.map == .oneByte && step.instruction.opcode == 0x77)
        || (step.instruction.map == .twoByte && step.instruction.opcode == 0x87)
    }
    guard let above, let compare = steps[..<above].last else { return nil }
    let one = compare.instruction
    let isCompare =
      one.map == .oneByte
      && (one.opcode == 0x3d || [0x81, 0x83].contains(one.opcode) && one.reg == 7)
    let end = compare.offset + Int(one.length)
    guard isCompare, end <= code.count else { return nil }
    let last =
      one.immediateSize == 1
      ? Int(Int8(bitPattern: code[end - 1]))
      : one.immediateSize == 4
        ? Int(code.loadUnaligned(fromByteOffset: end - 4, as: Int32.self)) : -1
    return (0..<most).contains(last) ? last + 1 : nil
  }
}

extension LinkedElf {
  /// The offsets in the region to which the table's entries lead.
  func offsets(of table: JumpTable, in region: CodeRegion) -> [Int] {
    let size = UInt64(table.count * elf.width.rawValue / 8)
    guard table.address <= UInt64.max - size else { return [] }
    return words(in: table.address..<table.address + size).map {
      Int(truncatingIfNeeded: $0 &- region.linkedAddress)
    }
  }
}
