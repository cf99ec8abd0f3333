// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The registers that a called function preserves: those of the C calling convention, and more if
/// the code shows it. Compilers use that knowledge (-fipa-ra), and kernels call helpers in assembly
/// that preserve all but a few registers.
final class CalleeEffects {
  /// Helpers of Linux, called from inline assembly or inserted by compilers, that destroy only the
  /// registers that their callers declare.
  private static let helpers = [
    "__fentry__", "mcount", "__get_user", "__put_user", "__raw_callee_save", "__sw_hweight",
    "__x86_return_thunk", "__cfi_", "preempt_schedule_thunk", "__preempt_schedule",
  ]
  /// Tracing hooks, which every function of an object file may call although they are defined
  /// elsewhere.
  static let counters: Set<String> = ["__fentry__", "mcount", "_mcount"]
  /// The most bytes of a function that are examined.
  private static let most = 1 << 10

  private let region: CodeRegion
  private let code: UnsafeRawBufferPointer
  private let convention: HypercallConvention
  private let decoder: InstructionDecoder
  private let elsewhere: Set<UInt64>
  private var known: [Int: UInt32] = [:]

  /// - Parameter elsewhere: the addresses of `counters` outside the region.
  init(
    _ region: CodeRegion, _ code: UnsafeRawBufferPointer, _ convention: HypercallConvention,
    _ mode: CodeMode, elsewhere: Set<UInt64>
  ) {
    self.elsewhere = elsewhere
    self.region = region
    self.code = code
    self.convention = convention
    decoder = InstructionDecoder(mode)
  }

  /// The registers that the function at that offset preserves, bit n for register n.
  func kept(at target: Int) -> UInt32 {
    guard code.indices.contains(target) else {
      let address = region.linkedAddress &+ UInt64(bitPattern: Int64(target))
      return elsewhere.contains(address) ? ~1 : convention.keptByFunctions
    }
    if let known = known[target] { return known }
    let kept = convention.keptByFunctions | seen(target)
    known[target] = kept
    return kept
  }

  /// The registers that the function at that offset writes, if all of it can be decoded; 0
  /// otherwise. The value need not be meant for the caller.
  func written(at target: Int) -> UInt32 {
    guard code.indices.contains(target), let place = region.symbols.place(at: target),
      place.offset == 0
    else { return 0 }
    let kept = leaf(region.function(at: target))
    return kept == 0 ? 0 : ~kept
  }

  /// The registers that the function at that offset reads before it writes them, which are its
  /// arguments. The search ends at the first branch; 0 for a function outside the region.
  func read(at target: Int) -> UInt32 {
    guard code.indices.contains(target) else { return 0 }
    var (read, written, at): (UInt32, UInt32, Int) = (0, 0, target)
    let end = region.function(at: target).upperBound
    while at < end {
      let one = decoder.decode(code, at: at)
      guard let use = RegisterUse(one, code, at: at) else { break }
      // A push only saves the register.
      let isPush = one.map == .oneByte && (0x50...0x57).contains(one.opcode)
      if !isPush { read |= use.reads & ~written }
      written |= use.writes
      guard use.flow == .next else { break }
      at += Int(one.length)
    }
    return read
  }

  private func seen(_ target: Int) -> UInt32 {
    guard let place = region.symbols.place(at: target), place.offset == 0 else { return 0 }
    if Self.helpers.contains(where: { place.name.hasPrefix($0) }) { return ~1 }
    return leaf(region.function(at: target))
  }

  /// The registers that a leaf function preserves; 0 for a function that calls or jumps elsewhere.
  /// An empty function counts as unknown, because it may be patched later.
  private func leaf(_ function: Range<Int>) -> UInt32 {
    guard function.count <= Self.most else { return 0 }
    var written: UInt32 = 1
    var isEmpty = true
    var at = function.lowerBound
    while at < function.upperBound {
      let one = decoder.decode(code, at: at)
      if [.int3, .ud2].contains(one.kind) {
        at += Int(one.length)
        continue
      }
      guard let use = RegisterUse(one, code, at: at), use.flow != .call else { return 0 }
      if let branch = Branch(one, code, at: at) {
        guard function.contains(branch.target) else { return 0 }
      } else if use.flow == .end, ![0xc2, 0xc3].contains(one.opcode) {
        return 0
      }
      if use.flow != .end, use.reads | use.writes != 0 { isEmpty = false }
      written |= use.writes
      at += Int(one.length)
    }
    return isEmpty ? 0 : ~written
  }
}
