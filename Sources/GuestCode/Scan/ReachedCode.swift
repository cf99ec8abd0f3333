// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// The code that calls and jumps reach from given addresses; it is code, whatever the sections say.
struct ReachedCode {
  /// The most instructions that are followed; no kernel has so many.
  private static let most = 1 << 20

  /// By region, the ranges of instructions, unordered.
  private(set) var ranges: [[Range<Int>]]

  private let regions: [CodeRegion]
  private let mode: CodeMode
  private var seen: [Set<Int>]
  private var open: [(region: Int, offset: Int, mode: CodeMode)] = []
  private var count = 0
  /// Whether a place must not be entered.
  private let isBarred: (Int, Int) -> Bool
  /// Set to follow addresses in instructions too; the segments translate physical addresses.
  private let segments: [ElfFile.Segment]?

  /// - Parameters:
  ///   - regions: the code.
  ///   - mode: the kernel's own mode.
  ///   - segments: set to follow addresses in instructions too; nil to follow branches only.
  ///   - isBarred: returns true for a region and an offset that must not be entered.
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

  /// Follows the code at a virtual address.
  ///
  /// - Parameters:
  ///   - address: where to begin.
  ///   - mode: the mode of the code there; nil for the kernel's own.
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

  /// Decodes instructions until control does not go on, or until one that was seen before.
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
        // A far return of 32-bit code returns to the code that follows, in the kernel's own mode.
        if one.kind == .lret, mode != self.mode {
          add(region.linkedAddress &+ UInt64(at), self.mode)
        }
        if one.endsFlow { break }
      }
    }
    if at > start { ranges[index].append(start..<at) }
  }

  /// The addresses in an instruction at which a symbol begins. A far jump changes to the kernel's
  /// own mode; so may one through a register that was loaded before.
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

  /// The possible meanings of 32 bits: a virtual address, its lower half, or a physical address.
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
  /// Whether control does not go on to the next instruction: a jump, a return or ud2.
  var endsFlow: Bool {
    guard map == .oneByte else { return kind == .ud2 || kind == .sysret || kind == .sysexit }
    return [0xc2, 0xc3, 0xca, 0xcb, 0xcf, 0xe9, 0xea, 0xeb].contains(opcode)
      || (opcode == 0xff && (reg == 4 || reg == 5))
  }
}
