// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage
import HypervisorABI

/// Instructions of one class with one fate, in a PV guest's kernel.
struct InstructionGroup {
  let treatment: Treatment
  let count: Int
  /// `cpu_init+0x10`; empty without names.
  let first: String
  let place: Place
  let severity: Severity
}

extension Subject {
  /// What came of the code, when it is to run as a PV guest; nil else, or when it cannot be read.
  var code: CodeScan? { try? codeResult?.get() }

  /// The like, or why it could not be read; nil when nobody asks.
  var codeResult: Result<CodeScan, ImageError>? {
    guard asks(.pv), claimsPV, !image.innermost.isPartial else { return nil }
    return Result { () throws(ImageError) in try scans.judged(in: target.xen).scan }
  }

  /// Suppressions that cover nothing in the code; nil where it is not judged.
  public var staleSuppressions: [Suppressions.Entry]? {
    code == nil ? nil : try? scans.judged(in: target.xen).stale
  }

  /// The errors and warnings in the code that suppressions cover; 0 where it is not judged.
  public var suppressedInstructions: Int {
    code == nil ? 0 : (try? scans.judged(in: target.xen).suppressed) ?? 0
  }

  /// The errors and warnings of one outcome, a group for each class.
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
        instruction: site.treatment.kind.name),
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
