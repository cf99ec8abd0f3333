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
  /// The kernel runs in an HVM container and nowhere else.
  private let isContained: Bool
  private let convention: HypercallConvention
  private var last: DecodedFunction?
  private var callees: CalleeEffects?
  private(set) var sites: [HypercallSite] = []
  private var tries = 0

  init(
    _ gates: HypercallGates, _ mode: CodeMode, _ release: XenRelease, isContained: Bool = false
  ) {
    self.isContained = isContained
    self.gates = gates
    self.mode = mode
    self.release = release
    convention = HypercallConvention(mode)
  }

  /// Adds those of a region; `traps` are the offsets of syscall and int 0x82 in it.
  mutating func scan(_ region: CodeRegion, index: Int, traps: [(Int, HypercallSite.Way)]) {
    let first = sites.count
    region.bytes.withUnsafeBytes { code in
      callees = CalleeEffects(region, code, convention, mode)
      defer { (last, callees) = (nil, nil) }
      for offset in BranchSearch(code, region.linkedAddress).offsets(to: gates)
      where !region.embedded.contains(where: { $0.contains(offset) }) {
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
      let around = Neighbourhood(function(code, region, at: offset), at: offset)
    else { return }
    let calls = effects(code, BranchSearch(code, region.linkedAddress))
    let number =
      number
      ?? (way == .indirect
        ? nil
        : around.constant(
          in: 0, kept: calls.kept, keptByFunctions: convention.keptByFunctions))
    sites.append(
      HypercallSite(
        region: index, offset: offset, way: way, number: number,
        problems: isMiddle ? [.middleOfEntry] : problems(number, way, around, calls),
        isResultRead: way == .jump || around.isResultRead))
  }

  /// The function around an offset; several calls in one share it.
  private mutating func function(
    _ code: UnsafeRawBufferPointer, _ region: CodeRegion, at offset: Int
  ) -> DecodedFunction {
    let range = region.function(at: offset)
    if let last, last.function == range, last.window == range { return last }
    let symbol = region.symbols.index(at: offset)
    let before = symbol.map { $0 > 0 ? region.symbols.entries[$0 - 1].offset : 0 }
    let made = DecodedFunction(code, function: range, around: offset, mode, before: before)
    last = made
    return made
  }

  private func effects(
    _ code: UnsafeRawBufferPointer, _ branches: BranchSearch
  ) -> CallEffects {
    let isXen = { (offset: Int) in
      code[offset] == 0xe8 && gates.contains(branches.target(offset))
    }
    return CallEffects(
      kept: { offset in
        if isXen(offset) { return convention.keptByXen }
        guard code[offset] == 0xe8, let callees else { return convention.keptByFunctions }
        return callees.kept(at: branches.offset(offset))
      },
      read: { offset in
        guard code[offset] == 0xe8, !isXen(offset) else { return 0 }
        return callees?.read(at: branches.offset(offset)) ?? 0
      }, isXen: isXen)
  }

  private func problems(
    _ number: Int?, _ way: HypercallSite.Way, _ around: Neighbourhood, _ calls: CallEffects
  ) -> [HypercallSite.Problem] {
    guard let number else { return [] }
    if number == Hypercall.iretNumber { return way == .page ? [.iretCalled] : [] }
    let caller = isContained ? convention.container : convention.caller(way)
    guard let call = Hypercall.number(number) else { return [.unknownNumber(number)] }
    guard call.name(in: release) != nil else { return [.absent(number)] }
    guard release < Hypercall.described || call.isAnswered(to: caller) else {
      return [isContained ? .absent(number) : .unknownNumber(number)]
    }
    let arguments = call.arguments(of: caller, in: release)
    let registers = Array(convention.arguments.prefix(arguments.count))
    func each(_ mask: UInt32, _ make: (String, String) -> HypercallSite.Problem)
      -> [HypercallSite.Problem]
    {
      registers.indices.filter { mask & 1 << UInt32(registers[$0]) != 0 }.map {
        make(HypercallConvention.name(registers[$0], mode), arguments[$0].name)
      }
    }
    let found = around.arguments(
      registers.reduce(0) { $0 | 1 << UInt32($1) }, neverPassed: convention.neverPassed, calls)
    let destroyed = registers + (way == .syscall ? convention.destroyed : [])
    return each(found.lost) { .argumentLost(register: $0, argument: $1) }
      + each(found.unset) { .argumentUnset(register: $0, argument: $1) }
      + around.readAfter(destroyed, convention, calls).map {
        .readAfter(register: HypercallConvention.name($0, mode))
      }
  }

  /// A call that the release lacks is no fault of a kernel that looks at the answer, at one place at
  /// least: it tries, and does without.
  mutating func settleAbsent() {
    let tried = Set(sites.filter(\.isResultRead).compactMap(\.number))
    for index in sites.indices {
      guard let number = sites[index].number, tried.contains(number),
        sites[index].problems.contains(.absent(number))
      else { continue }
      sites[index].problems.removeAll { $0 == .absent(number) }
      sites[index].isTried = true
    }
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
