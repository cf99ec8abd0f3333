// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// The scan of one region: judges its instructions as a sweep decodes them.
struct RegionScan {
  /// The index of the region, and its address.
  let region: Int
  let address: UInt64
  let tables: PatchTables
  let table: TreatmentTable
  /// Whether the region contains only code; a segment may also contain data.
  let isOnlyCode: Bool
  /// The addresses of a 32-bit kernel; nil for a 64-bit kernel.
  let kernel32: Range<UInt64>?
  /// In a region that may contain data, the ranges that are certainly code, in order.
  let surelyCode: [Range<Int>]
  let mode: CodeMode
  let setting: KernelSetting
  private(set) var sites: [CodeSite] = []
  private(set) var omitted = 0
  private(set) var cleared: [Reach: Int] = [:]
  /// Offsets of x87, MMX, SSE and AVX instructions.
  private(set) var floatingPoint: [Int] = []
  /// Offsets of traps into the hypervisor.
  private(set) var traps: [(Int, HypercallSite.Way)] = []
  /// The instruction classes whose treatment was looked up.
  private(set) var kinds: Set<InstructionClass> = []

  init(
    _ region: CodeRegion, index: Int, _ tables: PatchTables, _ table: TreatmentTable,
    kernel32: Range<UInt64>?, _ mode: CodeMode, _ setting: KernelSetting
  ) {
    self.kernel32 = kernel32
    self.mode = mode
    self.setting = setting
    surelyCode = region.surelyCode
    self.region = index
    address = region.linkedAddress
    isOnlyCode = region.isOnlyCode
    self.tables = tables
    self.table = table
  }

  mutating func take(_ code: UnsafeRawBufferPointer, _ offset: Int, _ instruction: Instruction) {
    if instruction.isFloatingPoint {
      if isOnlyCode, floatingPoint.count < CodeScan.mostSites { floatingPoint.append(offset) }
      return
    }
    if let way = HypercallSite.Way(trap: instruction, code, at: offset) {
      // A kernel for any machine uses these traps for other hypervisors too.
      let isXens = !way.isForContainers || !tables.isParavirtual
      if isXens, isSurelyCode(offset), way.leadsToXen(from: mode, setting),
        traps.count < HypercallScan.mostSites
      {
        traps.append((offset, way))
      }
    }
    guard let treatment = treatment(code, offset, instruction),
      !Self.isForced(code, offset, instruction.kind), !isInPointer(code, offset),
      !isBehindBug(code, offset)
    else { return }
    let known = tables.reach(address &+ UInt64(offset))
    // Outside executable sections only errors count, and only where the bytes are certainly code.
    let isSure = isOnlyCode || (treatment.severity == .error && isSurelyCode(offset))
    let reach = known == .plain && !isSure ? .undecided : known
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

  /// What Xen does with the instruction; nil if the kernel may execute it there.
  private mutating func treatment(
    _ code: UnsafeRawBufferPointer, _ offset: Int, _ one: Instruction
  ) -> Treatment? {
    guard setting == .pv else { return nil }
    if let way = HypercallSite.Way(trap: one, code, at: offset), !way.isForContainers {
      return way.leadsToXen(from: mode, setting) ? nil : .trapOfOtherWidth(one.kind)
    }
    kinds.insert(one.kind)
    return table[one.kind]
  }

  private func isSurelyCode(_ offset: Int) -> Bool {
    guard !isOnlyCode else { return true }
    var (low, high) = (0, surelyCode.count)
    while low < high {
      let middle = (low + high) / 2
      if surelyCode[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < surelyCode.count && surelyCode[low].contains(offset)
  }

  /// Sorts what was found by offset, and removes what the instructions before it make harmless: an
  /// iret whose frame has a code selector of the kernel's real ring, and a popf directly after a
  /// pushf, which changes nothing in any ring.
  mutating func arrange(_ code: CodeRegion) {
    sites.sort { $0.offset < $1.offset }
    traps.sort { $0.0 < $1.0 }
    floatingPoint.sort()
    if sites.contains(where: { $0.kind == .iret }) {
      code.bytes.withUnsafeBytes { bytes in
        var frame = RaisedFrame(bytes, mode)
        sites.removeAll {
          $0.kind == .iret
            && frame.isRight(at: $0.offset, from: code.function(at: $0.offset).lowerBound)
        }
      }
    }
    let pops = Set(sites.filter { $0.kind == .popf }.map(\.offset))
    let idle = sites.filter { $0.kind == .pushf && pops.contains($0.offset + $0.length) }
    guard !idle.isEmpty else { return }
    let offsets = Set(idle.flatMap { [$0.offset, $0.offset + $0.length] })
    sites.removeAll { offsets.contains($0.offset) }
  }

  /// Whether the bytes are part of a pointer to code. Some kernels have tables of pointers among
  /// their code, without a symbol. Hardly any 64 bits of code look like the address of code.
  private func isInPointer(_ code: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    let behind = Int((address &+ UInt64(offset)) & 7)
    guard offset >= behind, offset - behind + 8 <= code.count, address > 1 << 20 else {
      return false
    }
    let word = code.loadUnaligned(fromByteOffset: offset - behind, as: UInt64.self)
    return word >= address && word - address < UInt64(code.count)
  }

  /// Whether the bytes belong to a BUG() of i386 up to Linux 2.6.19: ud2, a line number of 2 bytes
  /// and the address of a file name.
  private func isBehindBug(_ code: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    guard let kernel32 else { return false }
    return (2..<8).contains { behind in
      let start = offset - behind
      guard start >= 0, start + 8 <= code.count, code[start] == 0x0f, code[start + 1] == 0x0b
      else { return false }
      let file = code.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
      return kernel32.contains(UInt64(file))
    }
  }

  /// Whether Xen's forced emulation prefix comes before the instruction. A sweep decodes the
  /// letters of the prefix as a jump and an outs.
  private static func isForced(
    _ code: UnsafeRawBufferPointer, _ offset: Int, _ kind: InstructionClass
  ) -> Bool {
    let prefix = ForcedEmulation.prefix
    let length = kind == .cpuid ? prefix.count : kind == .outs ? 3 : 0
    guard length > 0, offset >= length else { return false }
    let isLast = kind == .outs && offset >= 4 && code[offset] == prefix.last
    let start = isLast ? offset - 4 : offset - length
    let count = min(prefix.count, offset - start)
    return code[start..<start + count].elementsEqual(prefix.prefix(count))
  }
}
