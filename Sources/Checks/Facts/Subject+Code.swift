// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage
import HypervisorABI

/// The instructions of one class and one outcome in a PV guest's kernel.
struct InstructionGroup {
  let treatment: Treatment
  let count: Int
  /// The place of the first one, `cpu_init+0x10`; empty if the kernel has no symbols.
  let first: String
  let place: Place
  let severity: Severity
}

extension Subject {
  /// The result of the code scan; nil if PV was not asked for or is not claimed, or if the code
  /// cannot be read.
  var code: CodeScan? { try? codeResult?.get() }

  /// The result of the code scan, or why the code cannot be read; nil if PV was not asked for or is
  /// not claimed.
  var codeResult: Result<CodeScan, ImageError>? {
    guard asks(.pv), claimsPV, !image.innermost.isPartial else { return nil }
    return Result { () throws(ImageError) in try scans.judged(in: target.xen).scan }
  }

  /// The suppressions that match nothing in the code; nil if the code was not scanned.
  public var staleSuppressions: [Suppressions.Entry]? {
    code == nil ? nil : try? scans.judged(in: target.xen).stale
  }

  /// The number of errors and warnings in the code that suppressions cover; 0 if the code was not
  /// scanned.
  public var suppressedInstructions: Int {
    code == nil ? 0 : (try? scans.judged(in: target.xen).suppressed) ?? 0
  }

  /// The errors and warnings with one outcome, grouped by class of instruction.
  func instructions(_ outcome: Treatment.Outcome) -> [InstructionGroup] {
    guard let scan = code else { return [] }
    let sites = scan.sites.filter { $0.treatment.outcome == outcome && $0.severity < .note }
    return Dictionary(grouping: sites) { $0.kind.rawValue }
      .sorted { $0.key < $1.key }
      .map { group(of: $0.value, scan) }
  }

  private func group(of sites: [CodeSite], _ scan: CodeScan) -> InstructionGroup {
    let site = sites[0]
    let symbol = scan.symbol(of: site)
    let region = scan.regions[site.region]
    return InstructionGroup(
      treatment: site.treatment, count: sites.count,
      first: symbol.map { "\($0.name)+\(Message.hex($0.offset))" } ?? "",
      place: Place(
        section: region.name, symbol: symbol?.name,
        offset: region.fileOffset &+ UInt64(site.offset), address: scan.address(of: site),
        instruction: site.treatment.kind.name,
        occurrences: sites.map { scan.symbol(of: $0)?.name ?? scan.regions[$0.region].name }),
      severity: site.severity == .error ? .error : .warning)
  }
}

extension Message {
  /// `lgdt, 2 times, first in cpu_init+0x10: #GP; set_gdt`
  static func instructions(_ group: InstructionGroup) -> Message {
    let count = group.count == 1 ? "once" : "\(group.count) times"
    let first = group.first.isEmpty ? "" : ", first in \(quoted(group.first))"
    return """
      \(group.treatment.kind.name), \(count)\(first): \(group.treatment.reason); \
      \(group.treatment.cure)
      """
  }
}
