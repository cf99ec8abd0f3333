// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// What a sweep shows, judged one by one.
struct Found {
  /// Which region it is of, and where that lies.
  let region: Int
  let address: UInt64
  let tables: PatchTables
  let table: TreatmentTable
  /// A section of code, and not a segment, in which data may be too.
  let isOnlyCode: Bool
  /// Where a 32-bit kernel lies; nil of any other.
  let kernel32: Range<UInt64>?
  /// Where surely is code, of a region in which data may be too, in order.
  let surelyCode: [Range<Int>]
  let mode: CodeMode
  let setting: KernelSetting
  private(set) var sites: [CodeSite] = []
  private(set) var omitted = 0
  private(set) var cleared: [Reach: Int] = [:]
  /// Of x87, MMX, SSE and AVX.
  private(set) var floatingPoint: [Int] = []
  /// Traps into the hypervisor.
  private(set) var traps: [(Int, HypercallSite.Way)] = []
  /// Of which the table was asked.
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
      // A kernel for any machine calls other hypervisors so too.
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
    // Of what sections do not call code, errors count, and only those where surely is code.
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

  /// What Xen does with it; nil when the kernel may execute it there.
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

  /// Puts what was found into the order of places, and takes out what is right by what stands before
  /// it: iret by a frame of the kernel's real ring; and popf right behind pushf, which leaves all as
  /// it is, in any ring.
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

  /// Tables of pointers stand among the code of some kernels, without a symbol. Of 64 bits, hardly
  /// any code looks like an address of code.
  private func isInPointer(_ code: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    let behind = Int((address &+ UInt64(offset)) & 7)
    guard offset >= behind, offset - behind + 8 <= code.count, address > 1 << 20 else {
      return false
    }
    let word = code.loadUnaligned(fromByteOffset: offset - behind, as: UInt64.self)
    return word >= address && word - address < UInt64(code.count)
  }

  /// BUG() of i386 up to Linux 2.6.19: ud2, a line's number (2 bytes) and a file name's address.
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

  /// Whether it is emulated: a sweep takes the prefix's letters for a jump and an outs.
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
