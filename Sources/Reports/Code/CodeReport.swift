// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI

/// The result of `pvkit scan` for one kernel, object or module; its JSON form is a contract.
public struct CodeReport: JsonDocument {
  public static let form = JsonForm.scan

  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// The release of Xen whose treatment is reported.
  public internal(set) var xen: String
  /// The source of function names: `symbol table`, `kallsyms`, `none`.
  public let names: String
  /// Whether the kernel selects at run time which instructions it executes as a PV guest.
  public let paravirtual: Bool
  /// The setting whose rules were applied.
  public let setting: KernelSetting
  /// The totals of each section.
  public let sections: [CodeSectionReport]
  /// The instructions by class, worst first.
  public let classes: [CodeClassReport]
  /// The hypercall sites, in the order of places.
  public let hypercalls: [HypercallReport]
  /// Functions that use a process's floating-point registers without saving them.
  public let floatingPoint: [FloatingPointReport]
  /// The number of sites by severity; a wrong hypercall is an error unless its level is set.
  public let counts: [String: Int]
  /// The number of sites that a PV guest never reaches, by the reason.
  public let cleared: [String: Int]
  /// Whether there is an error, a warning or a stale suppression.
  public var hasFindings: Bool {
    (counts["error"] ?? 0) + (counts["warning"] ?? 0) + stale.count > 0
  }
  /// The number of errors and warnings that a suppression accepts.
  public let suppressed: Int
  /// Suppressions that match nothing, ordered by line.
  public private(set) var stale: [StaleSuppression]
  /// The number of sites beyond the limit, which are in no other count.
  public let omitted: Int

  /// - Parameters:
  ///   - scan: the scan, without the suppressed sites.
  ///   - levels: the severities that the user set for rules.
  public init(
    _ scan: CodeScan, image: GuestImage, xen: XenRelease, suppressed: Int = 0,
    stale: [Suppressions.Entry] = [], levels: RuleLevels = RuleLevels()
  ) {
    var scan = scan
    scan.weigh(levels.severity)
    let calls = levels.severity(of: HypercallSites.id, .error)
    let registers = levels.severity(of: FloatingPoint.id, .error)
    self.image = image.title
    self.xen = "\(xen)"
    names = scan.names
    paravirtual = scan.isParavirtual
    setting = scan.setting
    sections = scan.tallies.map(CodeSectionReport.init)
    let groups = Dictionary(grouping: scan.sites) { $0.kind.rawValue }
    let lines = SourceLines(image)
    classes = groups.values.map { CodeClassReport($0, scan, lines) }.sorted { $0.isWorse(than: $1) }
    let hypercalls = scan.hypercalls.map { HypercallReport($0, scan, calls) }
    let floatingPoint =
      registers.map { severity in
        scan.floatingPoint.map { FloatingPointReport($0, scan, lines, severity) }
      } ?? []
    (self.hypercalls, self.floatingPoint) = (hypercalls, floatingPoint)
    let others =
      hypercalls.flatMap { call in call.problems.map { _ in calls } }
      + floatingPoint.map { _ in registers }
    counts = Dictionary(
      uniqueKeysWithValues: Severity.allCases.map { severity in
        (severity.rawValue, scan.count(severity) + others.count { $0 == severity })
      })
    self.suppressed = suppressed
    self.stale = stale.map(StaleSuppression.init)
    cleared = Dictionary(uniqueKeysWithValues: scan.cleared.map { ($0.key.rawValue, $0.value) })
    omitted = scan.omitted
  }

  /// Drops the stale suppressions of a file that is meant for other kernels, too.
  public mutating func dropStale(of file: String) {
    stale.removeAll { $0.file == file }
  }

  /// Removes and returns the stale suppressions, for a caller that collects them over several
  /// kernels.
  public mutating func takeStale() -> [StaleSuppression] {
    defer { stale = [] }
    return stale
  }
}

/// A suppression that no longer matches anything.
public struct StaleSuppression: Codable, Sendable, Hashable {
  /// The file's name, as it was given.
  public let file: String
  /// The line number in the file, from 1.
  public let line: Int
  /// The function, or `*`.
  public let symbol: String
  /// The class of instruction.
  public let `class`: String

  init(_ entry: Suppressions.Entry) {
    file = entry.file
    line = entry.line
    symbol = entry.symbol
    `class` = entry.kind
  }
}

/// The totals of one section.
public struct CodeSectionReport: Encodable, Sendable {
  /// The section's name.
  public let name: String
  /// The size in bytes, without what symbols mark as data.
  public let bytes: Int
  /// The size of data within the code, in bytes.
  public let data: Int
  /// The number of instructions.
  public let instructions: Int
  /// The number of bytes that are not part of an instruction.
  public let undecoded: Int

  init(_ tally: CodeScan.RegionTally) {
    name = tally.name
    bytes = tally.tally.bytes
    data = tally.data
    instructions = tally.tally.instructions
    undecoded = tally.tally.undecoded
  }
}

/// All instructions of one class, and how Xen treats them.
public struct CodeClassReport: Encodable, Sendable {
  /// The class: `lgdt`.
  public let `class`: String
  /// The worst severity of the sites.
  public let severity: Severity
  /// The treatment: `faults`, `misleads`, `conditional`, `emulated` or `same`.
  public let outcome: String
  /// What Xen does with the instruction.
  public let reason: String
  /// What a kernel uses instead.
  public let cure: String
  /// The source of this knowledge.
  public let source: String
  /// The functions that contain the instruction, in the order of places.
  public let functions: [CodeFunctionReport]
  /// The number of sites that are errors if they are code, which nothing shows.
  public let perhapsErrors: Int
  /// The number of all sites.
  public var count: Int { functions.reduce(0) { $0 + $1.sites.count } }

  private enum CodingKeys: String, CodingKey {
    case `class`, severity, outcome, reason, cure, source, functions
  }

  init(_ sites: [CodeSite], _ scan: CodeScan, _ lines: SourceLines?) {
    let treatment = sites[0].treatment
    `class` = sites[0].kind.name
    severity = sites.map(\.severity).min() ?? .note
    outcome = treatment.outcome.rawValue
    reason = treatment.reason
    cure = treatment.cure
    source = treatment.source
    functions = CodeFunctionReport.all(sites, scan, lines)
    perhapsErrors = sites.count(where: scan.isPerhapsError)
  }

  /// Of equal severities, the classes that fail silently come first.
  private var order: (Severity, Int, Int) {
    let isSilent = outcome == Treatment.Outcome.misleads.rawValue
    return (severity, isSilent ? 0 : 1, -count)
  }

  func isWorse(than other: CodeClassReport) -> Bool {
    order == other.order ? `class` < other.class : order < other.order
  }
}
