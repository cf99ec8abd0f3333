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

/// Tells what compilers put into ordinary functions, where nothing keeps them from it (-mno-sse), from
/// what is written to use these registers.
///
/// Written so is what saves or clears the registers itself, or calls what does (kernel_fpu_begin); what
/// calculates with floats or by newer extensions than SSE2; what does hardly anything else, as
/// routines of assembly do that are called between a begin and an end elsewhere; what stands among
/// these; and all of a module that begins and ends. Compilers copy and clear memory by SSE and SSE2, a
/// few instructions among many.
struct FloatingPointScan {
  /// In Linux, what saves a process' registers, or is called only where that was done.
  static let guards: Set<String> = [
    "kernel_fpu_begin", "kernel_fpu_begin_mask", "__kernel_fpu_begin", "kernel_fpu_end",
    "__kernel_fpu_end", "irq_ts_save", "dc_fpu_begin", "dc_assert_fp_is_enabled", "efi_fpu_begin",
    "fpregs_assert_state_consistent", "switch_fpu_return", "init_fpu", "save_init_fpu",
    "__save_init_fpu", "math_state_restore", "fpu_save",
  ]
  /// So many functions in front and behind count as those of one file.
  private static let neighbours = 4
  /// One instruction in so many, and no fewer than that, make a routine.
  private static let (density, least) = (4, 8)

  private let region: CodeRegion
  private let code: UnsafeRawBufferPointer
  private let decoder: InstructionDecoder
  private let guardPlaces: Set<Int>
  private let isGuardedModule: Bool

  /// - Parameter isLinked: it is no object or module.
  init(
    _ region: CodeRegion, _ code: UnsafeRawBufferPointer, _ mode: CodeMode,
    guards: [String: Range<UInt64>], isLinked: Bool
  ) {
    isGuardedModule = !isLinked && !guards.isEmpty
    self.region = region
    self.code = code
    decoder = InstructionDecoder(mode)
    guardPlaces = Set(
      guards.values.map { Int(truncatingIfNeeded: $0.lowerBound &- region.linkedAddress) })
  }

  /// - Parameter offsets: of instructions that use the registers, in order.
  func uses(_ offsets: [Int], index: Int) -> [FloatingPointUse] {
    guard !isGuardedModule else { return [] }
    var found: [FloatingPointUse] = []
    var rest = offsets[...]
    while let first = rest.first {
      let function = region.function(at: first)
      let own = rest.prefix { $0 < function.upperBound }
      rest = rest.dropFirst(max(own.count, 1))
      // Without names nobody tells what a function is.
      guard let symbol = region.symbols.index(at: first), isCode(function),
        !isAmongWritten(symbol)
      else { continue }
      let one = decoder.decode(code, at: first)
      found.append(
        FloatingPointUse(
          region: index, offset: first, length: Int(one.length), count: own.count))
    }
    return found
  }

  /// Whether a symbol names code, not a word of data among it, as the stack's address is in startup
  /// code: that cannot be decoded to its end. Behind ud2 old kernels have the place of a BUG().
  private func isCode(_ function: Range<Int>) -> Bool {
    var at = function.lowerBound
    while at < function.upperBound {
      let one = decoder.decode(code, at: at)
      if one.kind == .ud2 { return true }
      guard one.kind.isCode else { return false }
      at += Int(one.length)
    }
    return true
  }

  /// Whether the function that a symbol names, or one beside it, is written to use the registers.
  private func isAmongWritten(_ symbol: Int) -> Bool {
    let entries = region.symbols.entries
    let near = max(0, symbol - Self.neighbours)...min(entries.count - 1, symbol + Self.neighbours)
    return near.contains { index in
      isWritten(entries[index].offset..<region.symbols.end(index, of: code.count))
    }
  }

  /// Whether the function is written to use the registers.
  private func isWritten(_ function: Range<Int>) -> Bool {
    var (all, floating) = (0, 0)
    var at = function.lowerBound
    while at < function.upperBound {
      let one = decoder.decode(code, at: at)
      if one.isDeliberatelyFloating || one.handlesFloatingPointState { return true }
      if let branch = Branch(one, code, at: at), guardPlaces.contains(branch.target) { return true }
      if !one.isFiller(in: code, at: at) { all += 1 }
      if one.isFloatingPoint { floating += 1 }
      at += one.kind.isCode ? Int(one.length) : 1
    }
    return floating >= Self.least && floating * Self.density >= all
  }
}
