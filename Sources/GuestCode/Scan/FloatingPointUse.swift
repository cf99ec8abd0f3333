// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Instructions

/// A function that changes x87, MMX, SSE or AVX registers, which hold values of the current
/// process, and neither saves them nor calls a function that does.
public struct FloatingPointUse: Sendable {
  /// The name of this problem in suppressions.
  public static let name = "floatingPoint"
  /// The problem and its fix.
  public static let reason =
    "x87, MMX or SSE registers are changed that hold a process' values; build with -mno-sse, -mno-mmx "
    + "and -mno-80387 in CC itself, or call kernel_fpu_begin() first"

  /// The region that contains it, as an index into `CodeScan.regions`.
  public let region: Int
  /// The offset of the first such instruction in the region, in bytes.
  public let offset: Int
  /// The length of that instruction in bytes.
  public let length: Int
  /// The number of such instructions in the function.
  public let count: Int
}

/// Distinguishes functions that may change these registers from those that may not. Neither the
/// kind nor the number of the instructions matters: one 16-byte copy destroys a process' values as
/// well as many do.
///
/// These functions may: one that saves the registers itself, or calls a function that does
/// (kernel_fpu_begin); one that only such functions call; and everything in a module or object file
/// that calls such a function anywhere.
struct FloatingPointScan {
  /// Functions of Linux that save the registers of a process, or that are only called after that.
  static let guards: Set<String> = [
    "kernel_fpu_begin", "kernel_fpu_begin_mask", "__kernel_fpu_begin", "kernel_fpu_end",
    "__kernel_fpu_end", "irq_ts_save", "dc_fpu_begin", "dc_assert_fp_is_enabled", "efi_fpu_begin",
    "fpregs_assert_state_consistent", "switch_fpu_return", "init_fpu", "save_init_fpu",
    "__save_init_fpu", "math_state_restore", "fpu_save",
  ]
  /// The greatest distance in calls to a caller that saves the registers.
  private static let mostDepth = 4
  /// The most bytes of a function that are examined.
  private static let mostBytes = 1 << 16

  /// A function, by its start.
  private struct Place: Hashable {
    let region: Int
    let start: Int
  }

  private let regions: [CodeRegion]
  private let decoder: InstructionDecoder
  private let guards: Set<UInt64>
  private let isLinked: Bool
  private var guarded: [Place: Bool] = [:]

  /// - Parameters:
  ///   - guards: the addresses of the functions in `Self.guards` that the file has or refers to.
  ///   - isLinked: false for an object file or a module.
  init(
    _ regions: [CodeRegion], _ mode: CodeMode, guards: [String: Range<UInt64>], isLinked: Bool
  ) {
    self.regions = regions
    self.isLinked = isLinked
    decoder = InstructionDecoder(mode)
    self.guards = Set(guards.values.map(\.lowerBound))
  }

  /// The functions that change the registers without saving them.
  ///
  /// - Parameter offsets: by region, the offsets of instructions that use the registers, in order.
  mutating func uses(_ offsets: [[Int]]) -> [FloatingPointUse] {
    // A module of Linux that calls a guard saves the registers somewhere; its calls are not
    // followed.
    guard isLinked || guards.isEmpty else { return [] }
    var found: [(use: FloatingPointUse, place: Place)] = []
    for (index, offsets) in offsets.enumerated() where !offsets.isEmpty {
      found += uses(offsets, of: index)
    }
    var level = Set(found.map(\.place))
    // The callers of each function.
    var callers: [Place: Set<Place>] = [:]
    for _ in 0..<Self.mostDepth where !level.isEmpty {
      let calls = self.callers(of: level)
      callers.merge(calls) { one, _ in one }
      level = Set(calls.values.joined().filter { callers[$0] == nil && !isGuarded($0) })
    }
    return found.filter { !isCalledGuarded($0.place, callers, depth: 0) }.map(\.use)
  }

  /// The functions of a region that use the registers and do not save them.
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
      // Without symbols the extent of a function is unknown.
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

  /// Whether a symbol names code. A symbol may also name a word of data between functions, such as
  /// the stack's address in startup code, which does not decode to its end. Old kernels have the
  /// line and file of a BUG() after ud2.
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

  /// Whether a function saves the registers or those that it changes, or calls a function that
  /// does.
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

  /// Whether the function has callers, and each of them is guarded or is only called by guarded
  /// ones.
  private mutating func isCalledGuarded(
    _ place: Place, _ callers: [Place: Set<Place>], depth: Int
  ) -> Bool {
    guard let own = callers[place], !own.isEmpty, depth < Self.mostDepth else { return false }
    return own.allSatisfy {
      isGuarded($0) || isCalledGuarded($0, callers, depth: depth + 1)
    }
  }

  /// By function, the other functions that call it or jump to it.
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
