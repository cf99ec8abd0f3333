// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// The code that a PV guest certainly runs, in a kernel that also runs on the bare machine. It
/// consists of the functions that exist only for PV guests, and the start of each function that
/// they call, up to its first conditional branch or jump.
struct GuestFunctions {
  /// The prefix of Linux's functions for Xen, and the prefixes of those for guests in an HVM
  /// container.
  private static let prefix = "xen_"
  private static let containers = ["xen_hvm", "xen_pvh"]
  /// Xen's implementations of pv_ops.
  static let tables: Set<String> = [
    "xen_cpu_ops", "xen_irq_ops", "xen_mmu_ops", "xen_time_ops", "xen_init_ops", "xen_apic_ops",
    "xen_paravirt_ops",
  ]
  private static let staticCall = "__SCT__"
  /// The most functions that are followed; no kernel has so many.
  private static let most = 1 << 14

  private let regions: [CodeRegion]
  private let code: CodeAddresses
  private let gates: HypercallGates
  private let decoder: InstructionDecoder
  /// By region: the offset of a function, and the end of what certainly runs.
  private var ends: [[Int: Int]]
  private var open: [(place: Place, isOwn: Bool)] = []

  struct Place {
    let region: Int
    let offset: Int
  }

  init(
    _ linked: LinkedElf, _ regions: [CodeRegion], _ calls: HypercallScan
  ) {
    gates = calls.gates
    self.regions = regions
    code = CodeAddresses(regions)
    decoder = InstructionDecoder(calls.mode)
    ends = [[Int: Int]](repeating: [:], count: regions.count)
    for address in Self.roots(linked) { add(address, isOwn: true) }
    for call in calls.sites where call.isOfPVOnly(calls.mode) {
      let start = regions[call.region].function(at: call.offset).lowerBound
      add(Place(region: call.region, offset: start), isOwn: true)
    }
    var count = 0
    while let next = open.popLast(), count < Self.most {
      follow(next.place, isOwn: next.isOwn)
      count += 1
    }
  }

  /// False for a kernel whose notes only name entries for other guests, as Linux on i386 since 5.9
  /// does: its functions for Xen run in an HVM container.
  static func exist(in elf: ElfFile) -> Bool {
    let notes = elf.notes.filter(\.isXen)
    return notes.isEmpty || notes.contains { $0.type == XenNote.entry.number }
  }

  /// Whether a PV guest certainly executes the site if the function runs at all.
  func contain(_ site: CodeSite) -> Bool {
    let region = regions[site.region]
    guard !gates.contains(region.linkedAddress &+ UInt64(site.offset)) else { return false }
    let start = region.function(at: site.offset).lowerBound
    if let end = ends[site.region][start], site.offset < end { return true }
    guard let name = region.symbols.place(at: site.offset)?.name else { return false }
    return name.hasPrefix(Self.prefix) && !Self.containers.contains { name.hasPrefix($0) }
  }

  /// The addresses that Xen or pv_ops call: the entry point and the contents of Xen's pv_ops
  /// tables.
  private static func roots(_ linked: LinkedElf) -> [UInt64] {
    let entry = linked.elf.notes.last { $0.note?.number == XenNote.entry.number }?.number
    let tables = linked.ranges(of: tables).values.filter { $0.count <= 4096 }
    return [entry].compactMap(\.self) + tables.flatMap { linked.words(in: $0) }
  }

  private mutating func add(_ address: UInt64, isOwn: Bool) {
    guard let index = code.region(at: address), let offset = regions[index].offset(of: address)
    else { return }
    add(Place(region: index, offset: offset), isOwn: isOwn)
  }

  private mutating func add(_ place: Place, isOwn: Bool) {
    let symbols = regions[place.region].symbols
    let address = regions[place.region].linkedAddress &+ UInt64(place.offset)
    // The target of a static call changes at boot; the one in the file is not the guest's.
    guard open.count < Self.most, !gates.contains(address),
      let index = symbols.index(at: place.offset),
      symbols.entries[index].offset == place.offset,
      ends[place.region][place.offset] == nil || isOwn,
      !symbols.name(index).hasPrefix(Self.staticCall)
    else { return }
    open.append((place, isOwn))
  }

  /// Records how far a function certainly runs, and queues the functions that it calls up to there.
  private mutating func follow(_ place: Place, isOwn: Bool) {
    let region = regions[place.region]
    let end = region.function(at: place.offset).upperBound
    guard ends[place.region][place.offset].map({ $0 < end }) ?? true else { return }
    ends[place.region][place.offset] = place.offset
    var at = place.offset
    region.bytes.withUnsafeBytes { code in
      while at < end {
        let instruction = decoder.decode(code, at: at)
        guard instruction.kind.isCode else { break }
        let branch = Branch(instruction, code, at: at)
        let target = branch.map { region.linkedAddress &+ UInt64(bitPattern: Int64($0.target)) }
        at += Int(instruction.length)
        let leaves = branch.map { $0.target < place.offset || $0.target >= end } ?? false
        if leaves, let target { add(target, isOwn: false) }
        if !isOwn, branch.map({ !$0.isCall }) ?? instruction.isReturn { break }
      }
    }
    ends[place.region][place.offset] = at
  }
}

extension Instruction {
  /// Whether control does not go on to the next instruction: a return, a jump through a register, a
  /// trap.
  fileprivate var isReturn: Bool {
    guard map == .oneByte else { return kind == .ud2 }
    return [0xc2, 0xc3].contains(opcode) || (opcode == 0xff && reg == 4) || kind == .int3
  }
}

extension HypercallSite {
  /// Whether only PV guests may make this hypercall.
  fileprivate func isOfPVOnly(_ mode: CodeMode) -> Bool {
    guard let number, let handlers = Hypercall.number(number)?.handlers else { return false }
    return handlers.hvm64 == .none && handlers[mode == .bits64 ? .pv64 : .pv32] != .none
  }
}
