// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// Finds every place where a kernel calls Xen.
struct HypercallScan {
  /// The most sites that are kept; no kernel has so many.
  static let mostSites = 1 << 14
  /// The most candidates that are examined, including bytes that only look like a call.
  private static let mostTries = 1 << 16

  let gates: HypercallGates
  let mode: CodeMode
  let release: XenRelease
  /// The hypercall numbers whose facts were looked up in the release.
  let asked = AskedNumbers()
  /// Whether the kernel is a PV guest or only runs in an HVM container.
  let setting: KernelSetting
  let linked: LinkedElf
  let convention: HypercallConvention
  /// Whether vmcall and vmmcall call Xen only, rather than any hypervisor.
  private let isForXen: Bool
  private var last: DecodedFunction?
  private var callees: CalleeEffects?
  /// The indirect calls of the current region by offset, with their hypercall numbers.
  private var indirect: [Int: Int?] = [:]
  var sites: [HypercallSite] = []
  /// Sites whose argument registers still hold what the function's caller left in them.
  var passed: [PassedArguments] = []
  private var tries = 0
  private lazy var counters =
    linked.isLinked
    ? [] : Set(linked.ranges(of: CalleeEffects.counters).values.map(\.lowerBound))
  private lazy var otherThunks = linked.isLinked ? [:] : linked.ranges(of: Thunks.names)

  /// - Parameters:
  ///   - gates: where a call enters Xen.
  ///   - linked: the kernel.
  ///   - mode: of the code.
  ///   - release: of Xen.
  ///   - setting: the rules to judge by.
  ///   - isForXen: false for a kernel that also supports other hypervisors.
  init(
    _ gates: HypercallGates, _ linked: LinkedElf, _ mode: CodeMode, _ release: XenRelease,
    as setting: KernelSetting, isForXen: Bool
  ) {
    self.setting = setting
    self.isForXen = isForXen
    self.linked = linked
    self.gates = gates
    self.mode = mode
    self.release = release
    convention = HypercallConvention(mode)
  }

  /// Adds the sites of a region.
  ///
  /// - Parameters:
  ///   - region: the code.
  ///   - index: of the region.
  ///   - traps: the offsets of its trap instructions.
  mutating func scan(_ region: CodeRegion, index: Int, traps: [(Int, HypercallSite.Way)]) {
    let first = sites.count
    region.bytes.withUnsafeBytes { code in
      enter(region, code)
      defer { leave() }
      let hits = BranchSearch(code, region.linkedAddress).hits(
        of: gates, isWide: mode == .bits64)
      let calls = hits.mentions.isEmpty ? [] : indirectCalls(code, region, hits.mentions)
      indirect = Dictionary(
        calls.map { ($0.offset, $0.place.map { $0 / HypercallPage.entrySize }) },
        uniquingKeysWith: { first, _ in first })
      for offset in hits.branches
      where !region.embedded.contains(where: { $0.contains(offset) }) {
        take(code, region, index, offset)
      }
      // Code that is mapped into processes calls the kernel, not Xen.
      let isUsers = region.name.hasPrefix(".vsyscall")
      for (offset, way) in traps
      where !isUsers && !gates.contains(region.linkedAddress &+ UInt64(offset)) {
        take(code, region, index, offset, way, number: nil)
      }
      for call in calls {
        take(
          code, region, index, call.offset, .indirect,
          number: call.place.map { $0 / HypercallPage.entrySize },
          isMiddle: call.place.map { $0 % HypercallPage.entrySize != 0 } ?? false)
      }
    }
    sites[first...].sort { $0.offset < $1.offset }
  }

  /// Prepares for another region.
  mutating func enter(_ region: CodeRegion, _ code: UnsafeRawBufferPointer) {
    callees = CalleeEffects(region, code, convention, mode, elsewhere: counters)
  }

  mutating func leave() { (last, callees, indirect) = (nil, nil, [:]) }

  private mutating func indirectCalls(
    _ code: UnsafeRawBufferPointer, _ region: CodeRegion, _ mentions: [Int]
  ) -> [IndirectCalls.Call] {
    guard let page = gates.page else { return [] }
    let thunks = Thunks(region, code, mode, others: otherThunks)
    let linked = linked
    let width = UInt64(linked.elf.width.rawValue / 8)
    var found: [Int: IndirectCalls.Call] = [:]
    for field in mentions where !region.embedded.contains(where: { $0.contains(field) }) {
      let body = function(code, region, at: field)
      let calls = IndirectCalls(body, page, at: region.linkedAddress, mode, thunks) { address in
        address > UInt64.max - width ? nil : linked.words(in: address..<address + width).first
      }
      if let call = calls.call(by: field), found[call.offset] == nil { found[call.offset] = call }
    }
    return found.values.sorted { $0.offset < $1.offset }
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
    if way == .jump, number == 0, leadsOverFiller(around, to: region, code) { return }
    let calls = effects(around.body, region)
    let number = number ?? (way == .indirect ? nil : self.number(of: around, region))
    let old = passed.count
    sites.append(
      HypercallSite(
        region: index, offset: around.site.offset, way: way, number: number,
        problems: isMiddle ? [.middleOfEntry] : problems(number, way, around, calls),
        isResultRead: way == .jump || around.isResultRead))
    if passed.count > old {
      let start = UInt64(around.body.function.lowerBound)
      passed[old].site = (index, around.site.offset, region.linkedAddress &+ start)
    }
  }

  /// Whether a jump only skips padding before the hypercall page: nothing leads to it, and the
  /// bytes up to its target are filler. Assemblers begin long padding with such a jump.
  private func leadsOverFiller(
    _ around: Neighbourhood, to region: CodeRegion, _ code: UnsafeRawBufferPointer
  ) -> Bool {
    guard around.index > 0, around.body.steps[around.index - 1].instruction.endsFlow,
      around.body.sources[around.index] == nil,
      let jump = Branch(around.site.instruction, code, at: around.site.offset),
      jump.target <= code.count
    else { return false }
    let decoder = InstructionDecoder(mode)
    var at = around.site.offset + Int(around.site.instruction.length)
    while at < jump.target {
      let one = decoder.decode(code, at: at)
      guard one.isFiller(in: code, at: at) else { return false }
      at += Int(one.length)
    }
    return at == jump.target
  }

  /// The number of a hypercall that is passed in a register; nil if it is not a visible constant.
  private func number(of around: Neighbourhood, _ region: CodeRegion) -> Int? {
    around.constant(
      in: 0, kept: effects(around.body, region, numbers: false).kept,
      keptByFunctions: convention.keptByFunctions)
  }

  /// The decoded function around an offset. The last one is kept, because several sites may share
  /// it.
  mutating func function(
    _ code: UnsafeRawBufferPointer, _ region: CodeRegion, at offset: Int
  ) -> DecodedFunction {
    let range = region.function(at: offset)
    if let last, last.function == range, last.window == range { return last }
    let symbol = region.symbols.index(at: offset)
    let before = symbol.map { $0 > 0 ? region.symbols.entries[$0 - 1].offset : 0 }
    let made = DecodedFunction(
      code, function: range, around: offset, mode, before: before,
      entries: { [linked] in linked.offsets(of: $0, in: region) },
      trap: {
        guard let way = HypercallSite.Way(trap: $0, code, at: $1),
          way.leadsToXen(from: mode, setting)
        else { return nil }
        return way.isForContainers && !isForXen ? nil : way
      })
    last = made
    return made
  }

  /// The effects of calls on registers in a function.
  ///
  /// - Parameters:
  ///   - body: the function.
  ///   - region: its region.
  ///   - numbers: whether to look for the number of each hypercall too.
  func effects(
    _ body: DecodedFunction, _ region: CodeRegion, numbers: Bool = true
  ) -> CallEffects {
    let (convention, gates) = (convention, gates)
    let target = { (step: DecodedFunction.Step) -> Int? in
      Branch(step.instruction, body.code, at: step.offset).flatMap { $0.isCall ? $0.target : nil }
    }
    let address = { (target: Int) in region.linkedAddress &+ UInt64(bitPattern: Int64(target)) }
    let isXen = { (step: DecodedFunction.Step) in
      body.traps[step.offset] != nil || indirect[step.offset] != nil
        || target(step).map { gates.contains(address($0)) } ?? false
    }
    return CallEffects(
      kept: { step in
        if isXen(step) {
          let page = target(step).flatMap { gates.number(at: address($0)) }
          let site = numbers ? Neighbourhood(body, at: step.offset) : nil
          let number = page ?? indirect[step.offset] ?? site.flatMap { self.number(of: $0, region) }
          let way = body.traps[step.offset] ?? .page
          return convention.keptByXen(number.flatMap { count(of: $0, way) }, way)
        }
        guard let target = target(step), let callees else { return convention.keptByFunctions }
        return callees.kept(at: target)
      },
      read: { step in
        guard !isXen(step), let target = target(step) else { return 0 }
        return callees?.read(at: target) ?? 0
      },
      written: { step in
        guard !isXen(step), let target = target(step) else { return 0 }
        return callees?.written(at: target) ?? 0
      }, isXen: isXen)
  }

  /// The caller of a hypercall in terms of the ABI model.
  func caller(_ way: HypercallSite.Way) -> Hypercall.Caller {
    setting == .container ? convention.container : convention.caller(way)
  }

  /// The number of arguments of a hypercall; nil if the model does not have it.
  private func count(of number: Int, _ way: HypercallSite.Way) -> Int? {
    asked.numbers.insert(number)
    guard release >= Hypercall.described, let call = Hypercall.number(number) else { return nil }
    return call.arguments(of: caller(way), in: release).count
  }

  private mutating func problems(
    _ number: Int?, _ way: HypercallSite.Way, _ around: Neighbourhood, _ calls: CallEffects
  ) -> [HypercallSite.Problem] {
    guard let number else { return [] }
    if number == Hypercall.iretNumber { return way == .page ? [.iretCalled] : [] }
    let caller = caller(way)
    asked.numbers.insert(number)
    guard let call = Hypercall.number(number) else { return [.unknownNumber(number)] }
    guard call.name(in: release) != nil else { return [.absent(number)] }
    guard release < Hypercall.described || call.isAnswered(to: caller) else {
      return [setting == .container ? .absent(number) : .unknownNumber(number)]
    }
    let arguments = call.arguments(of: caller, in: release)
    let registers = Array(convention.arguments.prefix(arguments.count))
    let names = RegisterNames(registers, arguments.map(\.name), mode)
    let found = around.arguments(
      registers.reduce(0) { $0 | 1 << UInt32($1) }, neverPassed: convention.neverPassed, calls)
    let destroyed = registers + (way == .syscall ? convention.destroyed : [])
    if found.unset != 0 {
      passed.append(
        PassedArguments(unset: found.unset, passed: found.passed, names: names, number: number))
    }
    return names.problems(lost: found.lost, unset: found.unset)
      + around.readAfter(destroyed, convention, calls).map {
        .readAfter(register: HypercallConvention.name($0, mode))
      }
  }

  /// Removes the problem `absent` from kernels that check the result of that hypercall at one place
  /// at least: they try the call and go on without it.
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
  /// Whether Xen answers it to this caller; false for hypercalls of other kinds of guest only.
  fileprivate func isAnswered(to caller: Caller) -> Bool {
    handlers[caller] != .none || Caller.allCases.allSatisfy { handlers[$0] == .none }
  }
}

extension CodeRegion {
  /// The function that contains an offset; all of the region if it has no symbols.
  func function(at offset: Int) -> Range<Int> {
    guard let index = symbols.index(at: offset) else { return 0..<bytes.count }
    return symbols.entries[index].offset..<symbols.end(index, of: bytes.count)
  }
}
