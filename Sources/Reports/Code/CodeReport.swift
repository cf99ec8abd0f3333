// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI

/// All that `pvkit scan` says of one kernel, object or module; its JSON form is a contract.
public struct CodeReport: JsonDocument {
  public static let form = JsonForm.scan

  /// The image's name, without the folders of an absolute path.
  public let image: String
  /// The release of Xen that it is about.
  public internal(set) var xen: String
  /// What the names of functions are from: `symbol table`, `kallsyms`, `none`.
  public let names: String
  /// The kernel chooses by itself, at run time, what it executes as a PV guest.
  public let paravirtual: Bool
  /// By whose rules it was judged.
  public let setting: KernelSetting
  /// What came of each section.
  public let sections: [CodeSectionReport]
  /// By class of instruction, the worst first.
  public let classes: [CodeClassReport]
  /// Where it calls Xen, in the order of places.
  public let hypercalls: [HypercallReport]
  /// Functions that use a process' floating-point registers without saving them.
  public let floatingPoint: [FloatingPointReport]
  /// How many sites of each severity there are; a call of Xen that is wrong is an error.
  public let counts: [String: Int]
  /// Sites that a PV guest never gets to, by what says so.
  public let cleared: [String: Int]
  /// Whether there is an error, a warning or a stale suppression.
  public var hasFindings: Bool {
    (counts["error"] ?? 0) + (counts["warning"] ?? 0) + stale.count > 0
  }
  /// Errors and warnings that a suppression covers.
  public let suppressed: Int
  /// Suppressions that cover nothing, by their line.
  public private(set) var stale: [StaleSuppression]
  /// Sites that are counted nowhere, for there were too many.
  public let omitted: Int

  /// - Parameters:
  ///   - scan: what was suppressed is no longer in it.
  ///   - levels: what the user thinks of a rule's findings.
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

  /// Leaves out those of a file that is for other kernels.
  public mutating func dropStale(of file: String) {
    stale.removeAll { $0.file == file }
  }

  /// Takes them out, for somebody who looks at other kernels, too.
  public mutating func takeStale() -> [StaleSuppression] {
    defer { stale = [] }
    return stale
  }
}

/// A suppression that covers nothing any more.
public struct StaleSuppression: Encodable, Sendable, Hashable {
  /// The file's name, as it was given.
  public let file: String
  /// In the file, from 1.
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

/// A run of code.
public struct CodeSectionReport: Encodable, Sendable {
  /// The section's name.
  public let name: String
  /// In bytes, but for what a symbol says are data.
  public let bytes: Int
  /// Data among the code, in bytes.
  public let data: Int
  /// Instructions.
  public let instructions: Int
  /// Bytes that are no instruction.
  public let undecoded: Int

  init(_ tally: CodeScan.RegionTally) {
    name = tally.name
    bytes = tally.tally.bytes
    data = tally.data
    instructions = tally.tally.instructions
    undecoded = tally.tally.undecoded
  }
}

/// All instructions of one class, with what Xen does with them.
public struct CodeClassReport: Encodable, Sendable {
  /// `lgdt`
  public let `class`: String
  /// The worst of its sites.
  public let severity: Severity
  /// `faults`, `misleads`, …
  public let outcome: String
  /// What happens.
  public let reason: String
  /// What a kernel does instead.
  public let cure: String
  /// Where it was read.
  public let source: String
  /// The functions that have it, in the order of places.
  public let functions: [CodeFunctionReport]
  /// How many sites are errors if they are code, which nothing says.
  public let perhapsErrors: Int
  /// All sites.
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

  /// Of what is as bad, that comes first which nobody gets to know.
  private var order: (Severity, Int, Int) {
    let isSilent = outcome == Treatment.Outcome.misleads.rawValue
    return (severity, isSilent ? 0 : 1, -count)
  }

  func isWorse(than other: CodeClassReport) -> Bool {
    order == other.order ? `class` < other.class : order < other.order
  }
}
