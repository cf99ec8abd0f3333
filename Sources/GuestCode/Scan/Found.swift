// SPDX-License-Identifier: Apache-2.0

import Instructions

/// What a sweep shows, judged one by one.
struct Found {
  /// Which region it is of, and where that lies.
  let region: Int
  let address: UInt64
  let tables: PatchTables
  let table: TreatmentTable
  private(set) var sites: [CodeSite] = []
  private(set) var omitted = 0
  private(set) var cleared: [Reach: Int] = [:]

  init(region: Int, address: UInt64, tables: PatchTables, table: TreatmentTable) {
    self.region = region
    self.address = address
    self.tables = tables
    self.table = table
  }

  mutating func take(_ code: UnsafeRawBufferPointer, _ offset: Int, _ instruction: Instruction) {
    guard let treatment = table[instruction.kind],
      !Self.isForced(code, offset, instruction.kind)
    else { return }
    let reach = tables.reach(address &+ UInt64(offset))
    guard !reach.isCleared else {
      cleared[reach, default: 0] += 1
      return
    }
    guard sites.count < CodeScan.mostSites else {
      omitted += 1
      return
    }
    sites.append(
      CodeSite(
        region: region, offset: offset, length: Int(instruction.length), kind: instruction.kind,
        reach: reach, treatment: treatment))
  }

  /// ud2 and the letters xen: what follows is emulated. A sweep takes the letters for a jump and
  /// an outs.
  private static let prefix: [UInt8] = [0x0f, 0x0b, 0x78, 0x65, 0x6e]

  private static func isForced(
    _ code: UnsafeRawBufferPointer, _ offset: Int, _ kind: InstructionClass
  ) -> Bool {
    let length = kind == .cpuid ? 5 : kind == .outs ? 3 : 0
    guard length > 0, offset >= length else { return false }
    let start = kind == .outs && offset >= 4 && code[offset] == 0x6e ? offset - 4 : offset - length
    let count = min(prefix.count, offset - start)
    return code[start..<start + count].elementsEqual(prefix.prefix(count))
  }
}
