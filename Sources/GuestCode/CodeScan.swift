// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI
import Instructions

/// One pass over all code of a kernel image: the instructions that a PV guest cannot simply
/// execute, the hypercalls and the uses of floating-point registers.
public struct CodeScan: Sendable {
  /// What the pass has counted in one region.
  public struct RegionTally: Sendable {
    /// The section's name.
    public let name: String
    /// Counts of bytes and instructions, without `data`.
    public internal(set) var tally = InstructionSweep.Tally()
    /// Bytes that a symbol marks as data.
    public internal(set) var data = 0
  }

  /// The most sites that are kept. No kernel has so many; the rest is only counted.
  public static let mostSites = 1 << 18

  /// The code, region by region.
  public let regions: [CodeRegion]
  /// The counts, one for each region.
  public private(set) var tallies: [RegionTally]
  /// The instructions that matter to a PV guest, ordered by region and offset.
  public private(set) var sites: [CodeSite] = []
  /// The number of sites beyond `mostSites`.
  public private(set) var omitted = 0
  /// The number of sites that a PV guest never reaches, by the reason.
  public private(set) var cleared: [Reach: Int] = [:]
  /// The places where the kernel calls Xen.
  public internal(set) var hypercalls: [HypercallSite] = []
  /// Functions that change x87, MMX, SSE or AVX registers of the current process without saving
  /// them.
  public internal(set) var floatingPoint: [FloatingPointUse] = []
  /// The source of the symbols: `symbol table`, `kallsyms` or `none`.
  public let names: String
  /// Whether the kernel has code of its own for PV guests beside that for the bare machine
  /// (pv_ops).
  public let isParavirtual: Bool
  /// The rules that the code is judged by.
  public let setting: KernelSetting

  /// The facts of the release and the domain that this result depends on.
  private var basis: ReleaseBasis

  /// What the scan looks for.
  public enum Purpose: Sendable {
    case everything
    /// Hypercalls only. The code is decoded only if the kernel has no hypercall gate.
    case calls
  }

  /// - Parameters:
  ///   - image: the kernel, object file or module.
  ///   - release: the release of Xen.
  ///   - role: the domain's role.
  ///   - setting: the rules to judge by; nil to derive them from the kernel itself.
  ///   - purpose: what to look for.
  /// - Throws: `ImageError` if the image is not an ELF file, is for another processor, or has no
  ///   code.
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

  /// Whether a scan for another release and domain role gives the same result.
  public func holds(in release: XenRelease, role: DomainRole) -> Bool {
    basis.holds(in: release, role: role)
  }

  /// Removes the sites that only a PVH guest reaches, in a kernel for both PV and PVH.
  private mutating func clearContainerCode(_ linked: LinkedElf, _ mode: CodeMode) {
    guard sites.contains(where: { $0.severity < .note }),
      let code = ContainerCode(linked, regions, mode)
    else { return }
    let before = sites.count
    sites.removeAll { $0.severity < .note && code.contains($0) }
    if sites.count < before { cleared[.container, default: 0] += before - sites.count }
  }

  /// Marks undecided errors as reached where a PV guest certainly executes them.
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

  /// Removes the sites for which `isOut` returns true; its second argument is the function's name.
  mutating func removeSites(where isOut: (CodeSite, String?) -> Bool) {
    sites = sites.filter { !isOut($0, symbol(of: $0)?.name) }
  }

  /// Replaces the severity of each site, and removes the sites for which `severity` returns nil.
  public mutating func weigh(_ severity: (CodeSite) -> Severity?) {
    sites = sites.compactMap { site in
      severity(site).map {
        var site = site
        site.chosen = $0
        return site
      }
    }
  }

  /// Decodes a region from symbol to symbol, so that data between functions cannot shift the
  /// decoding.
  private mutating func scan(
    _ index: Int, _ mode: CodeMode, _ tables: PatchTables, _ table: TreatmentTable,
    _ kernel32: Range<UInt64>?
  ) -> RegionScan {
    let region = regions[index]
    let sweep = InstructionSweep(mode)
    var found = RegionScan(
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

  private mutating func take(_ found: RegionScan) {
    let room = max(0, Self.mostSites - sites.count)
    sites += found.sites.prefix(room)
    omitted += found.omitted + max(0, found.sites.count - room)
    cleared.merge(found.cleared, uniquingKeysWith: +)
  }
}
