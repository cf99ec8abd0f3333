// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// Every place where a kernel calls Xen.
struct HypercallScan {
  /// More than any kernel has.
  static let mostSites = 1 << 14
  /// Bytes that look like a call and are none cost time too.
  private static let mostTries = 1 << 16

  let gates: HypercallGates
  let mode: CodeMode
  let release: XenRelease
  private let convention: HypercallConvention
  private(set) var sites: [HypercallSite] = []
  private var tries = 0

  init(_ gates: HypercallGates, _ mode: CodeMode, _ release: XenRelease) {
    self.gates = gates
    self.mode = mode
    self.release = release
    convention = HypercallConvention(mode)
  }

  /// Adds those of a region; `traps` are the offsets of syscall and int 0x82 in it.
  mutating func scan(_ region: CodeRegion, index: Int, traps: [(Int, HypercallSite.Way)]) {
    let first = sites.count
    region.bytes.withUnsafeBytes { code in
      for offset in BranchSearch(code, region.linkedAddress).offsets(to: gates) {
        take(code, region, index, offset)
      }
      // What is mapped into processes calls the kernel, not Xen.
      let isUsers = region.name.hasPrefix(".vsyscall")
      for (offset, way) in traps
      where !isUsers && !gates.contains(region.linkedAddress &+ UInt64(offset)) {
        take(code, region, index, offset, way, number: nil)
      }
      for offset in IndirectCalls(region, gates, mode).offsets(in: code) {
        take(code, region, index, offset, .indirect, number: nil)
      }
    }
    sites[first...].sort { $0.offset < $1.offset }
  }

  private mutating func take(
    _ code: UnsafeRawBufferPointer, _ region: CodeRegion, _ index: Int, _ offset: Int
  ) {
    let target = BranchSearch(code, region.linkedAddress).target(offset)
    let isCall = code[offset] == 0xe8
    guard let page = gates.page, page.contains(target) else {
      if isCall, gates.isFunction(target) {
        take(code, region, index, offset, .function, number: nil)
      }
      return
    }
    let place = Int(target - page.lowerBound)
    take(
      code, region, index, offset, isCall ? .page : .jump, number: place / HypercallPage.entrySize,
      isMiddle: place % HypercallPage.entrySize != 0)
  }

  private mutating func take(
    _ code: UnsafeRawBufferPointer, _ region: CodeRegion, _ index: Int, _ offset: Int,
    _ way: HypercallSite.Way, number: Int?, isMiddle: Bool = false
  ) {
    tries += 1
    guard sites.count < Self.mostSites, tries < Self.mostTries,
      let around = Neighbourhood(code, function: region.function(at: offset), at: offset, mode)
    else { return }
    let kept = kept(code, BranchSearch(code, region.linkedAddress))
    let number =
      number
      ?? (way == .indirect
        ? nil
        : around.constant(in: 0, kept: kept, keptByFunctions: convention.keptByFunctions))
    sites.append(
      HypercallSite(
        region: index, offset: offset, way: way, number: number,
        problems: (isMiddle ? [.middleOfEntry] : []) + problems(number, way, around, kept)))
  }

  /// Tells which registers the call at an offset keeps.
  private func kept(
    _ code: UnsafeRawBufferPointer, _ branches: BranchSearch
  ) -> (Int) -> UInt32 {
    { offset in
      let isXen = code[offset] == 0xe8 && gates.contains(branches.target(offset))
      return isXen ? convention.keptByXen : convention.keptByFunctions
    }
  }

  private func problems(
    _ number: Int?, _ way: HypercallSite.Way, _ around: Neighbourhood, _ kept: (Int) -> UInt32
  ) -> [HypercallSite.Problem] {
    guard let number else { return [] }
    if number == Hypercall.iretNumber { return way == .page ? [.iretCalled] : [] }
    let caller = convention.caller(way)
    guard let call = Hypercall.number(number), call.name(in: release) != nil,
      release < Hypercall.described || call.isAnswered(to: caller)
    else { return [.unknownNumber(number)] }
    let arguments = call.arguments(of: caller, in: release)
    let registers = Array(convention.arguments.prefix(arguments.count))
    let lost = around.lost(registers, kept: kept).map { register in
      HypercallSite.Problem.argumentLost(
        register: HypercallConvention.name(register, mode),
        argument: arguments[registers.firstIndex(of: register)!].name)
    }
    let destroyed = registers + (way == .syscall ? convention.destroyed : [])
    let read = around.readAfter(destroyed).map {
      HypercallSite.Problem.readAfter(register: HypercallConvention.name($0, mode))
    }
    return lost + read
  }
}

extension Hypercall {
  /// False of what is for other kinds of guest only.
  fileprivate func isAnswered(to caller: Caller) -> Bool {
    handlers[caller] != .none || Caller.allCases.allSatisfy { handlers[$0] == .none }
  }
}

extension CodeRegion {
  /// The function that the offset is in, or all of the region where there are no names.
  func function(at offset: Int) -> Range<Int> {
    guard let index = symbols.index(at: offset) else { return 0..<bytes.count }
    return symbols.entries[index].offset..<symbols.end(index, of: bytes.count)
  }
}
