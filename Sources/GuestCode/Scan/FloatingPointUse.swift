// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// A function that uses x87, MMX, SSE or AVX registers, which hold a process' values, and neither
/// saves them nor calls what does.
public struct FloatingPointUse: Sendable {
  /// What suppressions call it.
  public static let name = "floatingPoint"
  /// What is wrong, and what to do.
  public static let reason =
    "x87, MMX or SSE registers are changed that hold a process' values; build with -mno-sse, -mno-mmx "
    + "and -mno-80387 in CC itself, or call kernel_fpu_begin() first"

  /// The region that it is in: its place in `CodeScan.regions`.
  public let region: Int
  /// Where the first such instruction begins in the region, in bytes.
  public let offset: Int
  /// Its bytes.
  public let length: Int
  /// How many there are in the function.
  public let count: Int
}

/// Tells functions that may use these registers from those that may not, whatever the instructions are
/// and however many: a copy of 16 bytes and one of a KiB destroy the same.
///
/// A function may that saves them itself, or calls what does (kernel_fpu_begin); one that is called by
/// such functions alone; and all of a module, or an object, that begins and ends. What nobody calls by
/// its address is called through pointers: where the kernel has functions that may, and this one could
/// not be made by a compiler that just copies or clears memory, it counts as written to be called by them.
struct FloatingPointScan {
  /// In Linux, what saves a process' registers, or is called only where that was done.
  static let guards: Set<String> = [
    "kernel_fpu_begin", "kernel_fpu_begin_mask", "__kernel_fpu_begin", "kernel_fpu_end",
    "__kernel_fpu_end", "irq_ts_save", "dc_fpu_begin", "dc_assert_fp_is_enabled", "efi_fpu_begin",
    "fpregs_assert_state_consistent", "switch_fpu_return", "init_fpu", "save_init_fpu",
    "__save_init_fpu", "math_state_restore", "fpu_save",
  ]
  /// Callers of callers are asked no further.
  private static let mostDepth = 4
  /// A function is looked at no further than this.
  private static let mostBytes = 1 << 16

  /// Where a function is.
  private struct Place: Hashable {
    let region: Int
    let start: Int
  }

  private let regions: [CodeRegion]
  private let decoder: InstructionDecoder
  private let guards: Set<UInt64>
  private let isLinked: Bool
  private var guarded: [Place: Bool] = [:]

  /// - Parameter isLinked: it is no object or module.
  init(
    _ regions: [CodeRegion], _ mode: CodeMode, guards: [String: Range<UInt64>], isLinked: Bool
  ) {
    self.regions = regions
    self.isLinked = isLinked
    decoder = InstructionDecoder(mode)
    self.guards = Set(guards.values.map(\.lowerBound))
  }

  /// - Parameter offsets: by region, of instructions that use the registers, in order.
  mutating func uses(_ offsets: [[Int]]) -> [FloatingPointUse] {
    // A module of Linux calls what its kernel has.
    guard isLinked || guards.isEmpty else { return [] }
    var found: [(use: FloatingPointUse, place: Place)] = []
    for (index, offsets) in offsets.enumerated() where !offsets.isEmpty {
      found += uses(offsets, of: index)
    }
    var level = Set(found.map(\.place))
    // By place, who calls it.
    var callers: [Place: Set<Place>] = [:]
    for _ in 0..<Self.mostDepth where !level.isEmpty {
      let calls = self.callers(of: level)
      callers.merge(calls) { one, _ in one }
      level = Set(calls.values.joined().filter { callers[$0] == nil && !isGuarded($0) })
    }
    return found.filter { !isCalledGuarded($0.place, callers, depth: 0) }.map(\.use)
  }

  /// Functions of a region that use the registers and do nothing about it.
  private mutating func uses(
    _ offsets: [Int], of index: Int
  ) -> [(use: FloatingPointUse, place: Place)] {
    let region = regions[index]
    var found: [(use: FloatingPointUse, place: Place)] = []
    var rest = offsets[...]
    while let first = rest.first {
      let function = region.function(at: first)
      let own = rest.prefix { $0 < function.upperBound }
      rest = rest.dropFirst(max(own.count, 1))
      let place = Place(region: index, start: function.lowerBound)
      // Without names nobody tells what a function is.
      guard region.symbols.index(at: first) != nil, isCode(function, region), !isGuarded(place)
      else { continue }
      let uses = region.bytes.withUnsafeBytes { code in
        own.map { ($0, decoder.decode(code, at: $0)) }.filter { !$0.1.controlsFloatingPoint }
      }
      guard let (offset, one) = uses.first else { continue }
      let use = FloatingPointUse(
        region: index, offset: offset, length: Int(one.length), count: uses.count)
      found.append((use, place))
    }
    return found
  }

  /// Whether a symbol names code, not a word of data among it, as the stack's address is in startup
  /// code: that cannot be decoded to its end. Behind ud2 old kernels have the place of a BUG().
  private func isCode(_ function: Range<Int>, _ region: CodeRegion) -> Bool {
    region.bytes.withUnsafeBytes { code in
      var at = function.lowerBound
      while at < function.upperBound {
        let one = decoder.decode(code, at: at)
        if one.kind == .ud2 { return true }
        guard one.kind.isCode else { return false }
        at += Int(one.length)
      }
      return true
    }
  }

  /// Whether a function saves the registers, or those of them that it changes, or calls what does.
  private mutating func isGuarded(_ place: Place) -> Bool {
    if let known = guarded[place] { return known }
    let region = regions[place.region]
    let end = min(
      region.function(at: place.start).upperBound, place.start + Self.mostBytes)
    let answer = region.bytes.withUnsafeBytes { code in
      var (stored, changed): (UInt32, UInt32) = (0, 0)
      var isSaved = true
      var at = place.start
      while at < end {
        let one = decoder.decode(code, at: at)
        if one.guardsFloatingPoint { return true }
        if let branch = Branch(one, code, at: at),
          guards.contains(region.linkedAddress &+ UInt64(bitPattern: Int64(branch.target)))
        {
          return true
        }
        if one.isFloatingPoint, !one.controlsFloatingPoint {
          if let register = one.storedVector {
            stored |= 1 << UInt32(register)
          } else if let register = one.changedVector {
            changed |= 1 << UInt32(register)
            if stored & 1 << UInt32(register) == 0 { isSaved = false }
          } else if one.map != .twoByte {
            isSaved = false
          }
        }
        at += one.kind.isCode ? Int(one.length) : 1
      }
      return changed != 0 && isSaved
    }
    guarded[place] = answer
    return answer
  }

  /// Whether it has callers, and all of them, or all of theirs, are guarded.
  private mutating func isCalledGuarded(
    _ place: Place, _ callers: [Place: Set<Place>], depth: Int
  ) -> Bool {
    guard let own = callers[place], !own.isEmpty, depth < Self.mostDepth else { return false }
    return own.allSatisfy {
      isGuarded($0) || isCalledGuarded($0, callers, depth: depth + 1)
    }
  }

  /// By function, the functions that call it or jump to it, but for itself.
  private func callers(of places: Set<Place>) -> [Place: Set<Place>] {
    let wanted = Dictionary(
      places.map { (regions[$0.region].linkedAddress &+ UInt64($0.start), $0) },
      uniquingKeysWith: { one, _ in one })
    var found: [Place: Set<Place>] = [:]
    for (index, region) in regions.enumerated() {
      region.bytes.withUnsafeBytes { code in
        let search = BranchSearch(code, region.linkedAddress)
        let take = { (offset: Int, target: UInt64) in
          guard let place = wanted[target] else { return }
          let caller = Place(region: index, start: region.function(at: offset).lowerBound)
          if caller != place { found[place, default: []].insert(caller) }
        }
        search.forEachBranch(to: wanted.keys, take)
        for address in wanted.keys {
          for offset in search.shortOffsets(to: address) { take(offset, address) }
        }
      }
    }
    return found
  }
}
