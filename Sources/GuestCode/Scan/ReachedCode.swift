// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// What calls and jumps lead to from given places: that is code, whatever sections say.
struct ReachedCode {
  /// A kernel that has more instructions is not followed further.
  private static let most = 1 << 20

  /// By region, the runs of instructions, in no order.
  private(set) var ranges: [[Range<Int>]]

  private let regions: [CodeRegion]
  private let mode: CodeMode
  private var seen: [Set<Int>]
  private var open: [(region: Int, offset: Int, mode: CodeMode)] = []
  private var count = 0
  /// What is not entered.
  private let isBarred: (Int, Int) -> Bool
  /// Also what the addresses in instructions lead to; the segments tell what physical ones mean.
  private let segments: [ElfFile.Segment]?

  /// - Parameters:
  ///   - mode: the kernel's own.
  ///   - segments: to follow addresses that stand in instructions, too; nil for branches alone.
  ///   - isBarred: told region and offset, whether nothing is to be followed to there.
  init(
    _ regions: [CodeRegion], _ mode: CodeMode, addresses segments: [ElfFile.Segment]? = nil,
    barred isBarred: @escaping (Int, Int) -> Bool = { _, _ in false }
  ) {
    self.regions = regions
    self.mode = mode
    self.segments = segments
    self.isBarred = isBarred
    ranges = Array(repeating: [], count: regions.count)
    seen = Array(repeating: [], count: regions.count)
  }

  /// Follows what a virtual address leads to.
  ///
  /// - Parameter mode: in which the code there begins; nil for the kernel's own.
  mutating func follow(_ address: UInt64, in mode: CodeMode? = nil) {
    add(address, mode ?? self.mode)
    while let next = open.popLast(), count < Self.most { run(next.region, next.offset, next.mode) }
  }

  private mutating func add(_ address: UInt64, _ mode: CodeMode) {
    for (index, region) in regions.enumerated() {
      guard let offset = region.offset(of: address) else { continue }
      if !seen[index].contains(offset), !isBarred(index, offset) {
        open.append((index, offset, mode))
      }
      return
    }
  }

  /// Goes from instruction to instruction to one behind which nothing is run, or which was seen.
  private mutating func run(_ index: Int, _ start: Int, _ mode: CodeMode) {
    let region = regions[index]
    let decoder = InstructionDecoder(mode)
    var at = start
    region.bytes.withUnsafeBytes { code in
      while at < code.count, count < Self.most, !isBarred(index, at),
        seen[index].insert(at).inserted
      {
        let one = decoder.decode(code, at: at)
        guard one.kind.isCode else { break }
        count += 1
        if let branch = Branch(one, code, at: at) {
          add(region.linkedAddress &+ UInt64(bitPattern: Int64(branch.target)), mode)
        } else if segments != nil {
          for target in targets(of: one, code, at, region) { add(target.address, target.mode) }
        }
        at += Int(one.length)
        // Behind a far return of 32-bit code is what it returns to, in the kernel's own mode.
        if one.kind == .lret, mode != self.mode {
          add(region.linkedAddress &+ UInt64(at), self.mode)
        }
        if one.endsFlow { break }
      }
    }
    if at > start { ranges[index].append(start..<at) }
  }

  /// Where the addresses in an instruction lead, if it is to where a symbol is: a far jump changes to
  /// the kernel's own mode, and so may what is put into a register first.
  private func targets(
    of one: Instruction, _ code: UnsafeRawBufferPointer, _ at: Int, _ region: CodeRegion
  ) -> [(address: UInt64, mode: CodeMode)] {
    let place = at + one.immediateOffset
    if one.kind == .ljmp, one.opcode == 0xea, place + 4 <= code.count {
      let value = code.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      return addresses(UInt64(value)).map { ($0, mode) }
    }
    var values: [UInt64] = []
    if one.immediateSize == 4, place + 4 <= code.count {
      values = addresses(UInt64(code.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    } else if one.immediateSize == 8, place + 8 <= code.count {
      values = [code.loadUnaligned(fromByteOffset: place, as: UInt64.self)]
    } else if one.map == .oneByte, one.opcode == 0x8d, one.mod == 0, one.rm == 5, mode == .bits64,
      at + Int(one.length) <= code.count
    {
      let end = at + Int(one.length)
      let distance = code.loadUnaligned(fromByteOffset: end - 4, as: Int32.self)
      values = [region.linkedAddress &+ UInt64(end) &+ UInt64(bitPattern: Int64(distance))]
    }
    return values.filter(isNamed).map { ($0, mode) }
  }

  /// What 32 bits may mean: a virtual address, the lower half of one, or a physical one.
  private func addresses(_ value: UInt64) -> [UInt64] {
    let upper = UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value)))
    let physical = (segments ?? []).first { $0.isLoad && $0.contains(physicalAddress: value) }
    return [value, upper, physical.map { value - $0.physicalAddress &+ $0.virtualAddress }]
      .compactMap(\.self)
  }

  private func isNamed(_ address: UInt64) -> Bool {
    regions.contains { region in
      guard let offset = region.offset(of: address) else { return false }
      return region.symbols.place(at: offset)?.offset == 0
    }
  }
}

extension Instruction {
  /// Nothing behind it is run next: a jump, a return, an end.
  var endsFlow: Bool {
    guard map == .oneByte else { return kind == .ud2 || kind == .sysret || kind == .sysexit }
    return [0xc2, 0xc3, 0xca, 0xcb, 0xcf, 0xe9, 0xea, 0xeb].contains(opcode)
      || (opcode == 0xff && (reg == 4 || reg == 5))
  }
}
