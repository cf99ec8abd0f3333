// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI
import Instructions

/// All of a kernel's code, gone through once.
public struct CodeScan: Sendable {
  /// What came of a region.
  public struct RegionTally: Sendable {
    /// The section's name.
    public let name: String
    /// Of its bytes, `data` left out.
    public internal(set) var tally = InstructionSweep.Tally()
    /// Bytes that a symbol says are data.
    public internal(set) var data = 0
  }

  /// Who has more than these is no kernel; what is beyond them is counted only.
  public static let mostSites = 1 << 18

  /// The code.
  public let regions: [CodeRegion]
  /// What came of each region.
  public private(set) var tallies: [RegionTally]
  /// What matters to a PV guest, in the order of regions and places.
  public private(set) var sites: [CodeSite] = []
  /// Sites beyond `mostSites`.
  public private(set) var omitted = 0
  /// Sites that a PV guest never gets to, by what says so.
  public private(set) var cleared: [Reach: Int] = [:]
  /// Where the kernel calls Xen.
  public internal(set) var hypercalls: [HypercallSite] = []
  /// Functions that use a process' x87, MMX, SSE or AVX registers without saving them.
  public internal(set) var floatingPoint: [FloatingPointUse] = []
  /// What the names of places are from: `symbol table`, `kallsyms` or `none`.
  public let names: String
  /// The kernel has a way of its own for PV guests.
  public let isParavirtual: Bool
  /// By whose rules it is judged.
  public let setting: KernelSetting

  /// What of the release and the domain has made it what it is.
  private var basis: ReleaseBasis

  /// What is looked for.
  public enum Purpose: Sendable {
    case everything
    /// Calls of Xen alone; the code is gone through only where a kernel has no gate for them.
    case calls
  }

  /// - Parameters:
  ///   - release: the hypervisor.
  ///   - role: the domain.
  ///   - setting: by whose rules it is judged; nil for what the kernel itself says.
  /// - Throws: when there is no ELF, or it is for another processor.
  public init(
    _ image: GuestImage, release: XenRelease, role: DomainRole = .domU,
    as setting: KernelSetting? = nil, for purpose: Purpose = .everything
  ) throws(ImageError) {
    let elf = try image.elf.get()
    let mode = try Self.mode(of: elf, image.name)
    let setting = setting ?? KernelSetting(elf)
    self.setting = setting
    let names = SymbolNames(elf)
    let linked = LinkedElf(elf, names)
    regions = try CodeRegion.all(of: linked, names, image.name)
    if elf.isIntermediate { throw ElfFile.intermediate(image.name) }
    guard !regions.isEmpty else {
      if elf.sections.contains(where: { $0.isExecutable && $0.size > 0 && !$0.hasContents }) {
        throw ImageError(
          image: image.name, problem: "the debugging half of a kernel, without its code",
          cure: "give the kernel that it was split from")
      }
      throw ImageError(
        image: image.name, problem: "no executable section and no executable segment",
        cure: "give a kernel, an object or a module")
    }
    self.names = names.source
    tallies = regions.map { RegionTally(name: $0.name) }
    let gates = HypercallGates(linked)
    let isSwept = purpose == .everything || gates.isEmpty
    let tables = isSwept ? PatchTables(linked, regions) : PatchTables()
    isParavirtual = tables.isParavirtual
    let table = TreatmentTable(release, role)
    basis = ReleaseBasis(release, role)
    var calls = HypercallScan(
      gates, linked, mode, release, as: setting, isForXen: isSwept && !tables.isParavirtual)
    let kernel32 = mode == .bits32 ? linked.addresses : nil
    var floating: [[Int]] = []
    for index in regions.indices {
      let found = isSwept ? scan(index, mode, tables, table, kernel32) : nil
      floating.append(found?.floatingPoint ?? [])
      basis.kinds.formUnion(found?.kinds ?? [])
      calls.scan(regions[index], index: index, traps: found?.traps ?? [])
    }
    if floating.contains(where: { !$0.isEmpty }) {
      var scan = FloatingPointScan(
        regions, mode, guards: linked.ranges(of: FloatingPointScan.guards),
        isLinked: linked.isLinked)
      floatingPoint = scan.uses(floating)
    }
    calls.settlePassed(regions)
    calls.settleAbsent()
    hypercalls = calls.sites
    basis.numbers = calls.asked.numbers
    if isParavirtual { settle(linked, calls) }
    clearContainerCode(linked, mode)
  }

  /// Whether a scan for that release and domain would come to the same.
  public func holds(in release: XenRelease, role: DomainRole) -> Bool {
    basis.holds(in: release, role: role)
  }

  /// Takes out what only a PVH guest gets to, of a kernel that is both.
  private mutating func clearContainerCode(_ linked: LinkedElf, _ mode: CodeMode) {
    guard sites.contains(where: { $0.severity < .note }),
      let code = ContainerCode(linked, regions, mode)
    else { return }
    let before = sites.count
    sites.removeAll { $0.severity < .note && code.contains($0) }
    if sites.count < before { cleared[.container, default: 0] += before - sites.count }
  }

  /// Of what is undecided, that which a PV guest surely runs is as bad as it is.
  private mutating func settle(_ linked: LinkedElf, _ calls: HypercallScan) {
    let isOpen = { (site: CodeSite) in
      site.reach == .undecided && site.treatment.severity == .error
    }
    guard sites.contains(where: isOpen), GuestFunctions.exist(in: linked.elf) else { return }
    let functions = GuestFunctions(linked, regions, calls)
    for index in sites.indices where isOpen(sites[index]) && functions.contain(sites[index]) {
      sites[index].reach = .guest
    }
  }

  private static func mode(of elf: ElfFile, _ name: String) throws(ImageError) -> CodeMode {
    switch Int32(elf.machine) {
    case EM_386: return .bits32
    case EM_X86_64: return .bits64
    default:
      throw ImageError(
        image: name, offset: 18, problem: "a kernel for \(elf.machineName) (e_machine)",
        cure: "give one for i386 or x86_64")
    }
  }

  /// Takes out those sites of which `isOut`, given the function's name, says so.
  mutating func removeSites(where isOut: (CodeSite, String?) -> Bool) {
    sites = sites.filter { !isOut($0, symbol(of: $0)?.name) }
  }

  /// Gives each site the severity that somebody takes it to have, and takes out those that have none.
  public mutating func weigh(_ severity: (CodeSite) -> Severity?) {
    sites = sites.compactMap { site in
      severity(site).map {
        var site = site
        site.chosen = $0
        return site
      }
    }
  }

  /// Goes through a region from symbol to symbol: data among the code shift nothing that way.
  private mutating func scan(
    _ index: Int, _ mode: CodeMode, _ tables: PatchTables, _ table: TreatmentTable,
    _ kernel32: Range<UInt64>?
  ) -> Found {
    let region = regions[index]
    let sweep = InstructionSweep(mode)
    var found = Found(
      region, index: index, tables, table, kernel32: kernel32, mode, setting)
    let pieces = region.pieces
    tallies[index].data = pieces.data
    tallies[index].tally = region.bytes.withUnsafeBytes { code in
      sweep.run(code, pieces.code) { found.take(code, $0, $1) }
    }
    found.arrange(region)
    take(found)
    return found
  }

  private mutating func take(_ found: Found) {
    let room = max(0, Self.mostSites - sites.count)
    sites += found.sites.prefix(room)
    omitted += found.omitted + max(0, found.sites.count - room)
    cleared.merge(found.cleared, uniquingKeysWith: +)
  }
}
