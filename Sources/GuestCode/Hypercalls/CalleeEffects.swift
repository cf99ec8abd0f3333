// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Which registers a function keeps for its caller: by the convention of C, and more where it can be
/// seen. Compilers rely on what they see (-fipa-ra), and kernels call helpers from assembly that keep
/// all but a few.
final class CalleeEffects {
  /// Helpers of Linux, called from inside of instructions' macros, that destroy what these say only.
  private static let helpers = [
    "__fentry__", "mcount", "__get_user", "__put_user", "__raw_callee_save", "__sw_hweight",
    "__x86_return_thunk", "__cfi_", "preempt_schedule_thunk", "__preempt_schedule",
  ]
  /// Of those, what objects call that have them elsewhere, and every function of theirs.
  static let counters: Set<String> = ["__fentry__", "mcount", "_mcount"]
  /// A function is followed no further than this.
  private static let most = 1 << 10

  private let region: CodeRegion
  private let code: UnsafeRawBufferPointer
  private let convention: HypercallConvention
  private let decoder: InstructionDecoder
  private let elsewhere: Set<UInt64>
  private var known: [Int: UInt32] = [:]

  /// - Parameter elsewhere: where `counters` lie that the region has not.
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

  /// What the function at that offset of the region keeps, bit n for register n.
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

  /// What the function at that offset puts something into, if all of it can be seen; it is not known
  /// whether for its caller.
  func written(at target: Int) -> UInt32 {
    guard code.indices.contains(target), let place = region.symbols.place(at: target),
      place.offset == 0
    else { return 0 }
    let kept = leaf(region.function(at: target))
    return kept == 0 ? 0 : ~kept
  }

  /// What the function at that offset reads before anything was put in: its arguments. None of one
  /// that is not seen, and no further than to its first jump.
  func read(at target: Int) -> UInt32 {
    guard code.indices.contains(target) else { return 0 }
    var (read, written, at): (UInt32, UInt32, Int) = (0, 0, target)
    let end = region.function(at: target).upperBound
    while at < end {
      let one = decoder.decode(code, at: at)
      guard let use = RegisterUse(one, code, at: at) else { break }
      // What is pushed is saved.
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

  /// What a function leaves alone that calls nothing and jumps nowhere; nothing of any other. An empty
  /// one is a place where something may be put later.
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
