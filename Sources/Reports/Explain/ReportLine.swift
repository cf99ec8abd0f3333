// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import HypervisorABI

/// The keys of a line of a JSON report that its findings need, in the order of the report's
/// annotations. The keys are those of the forms; a key that a form does not have is nil.
struct ReportLine: Decodable {
  let form: String
  let image: String?
  private let fingerprints: [String]?
  /// In `check`, `releases`, `run` and `stale`.
  private let findings: [Finding]?
  /// In `check`.
  private let verdicts: [VerdictReport]?
  /// In `releases`.
  private let releases: [Row]?
  /// In `scan`.
  private let classes: [Class]?
  private let hypercalls: Calls?
  private let floatingPoint: [Site]?
  private let stale: [Stale]?
  /// In `abi-verify`.
  private let structures: [Structure]?
  private let missing: [String]?
  private let missingSeverity: Severity?
  private let constants: [Constant]?
  private let against: String?

  private struct Finding: Decodable {
    let rule: String
    let severity: Severity
    let message: String
    let place: String?
    let symbol: String?
    let address: String?
    let `where`: Place?
    /// In `stale`.
    let entry: SourceLine?
    let xen: [Releases]?
    let messages: [Wording]?
    let isEverywhere: Bool?
  }

  private struct Wording: Decodable {}

  private struct Releases: Decodable {
    let from: String
    let to: String
  }

  private struct Place: Decodable, PlaceParts {
    let note: String?
    let section: String?
    let segment: Int?
    let symbol: String?
    let offset: String?
    let address: String?
  }

  private struct Row: Decodable {
    let xen: String
    let verdicts: [VerdictReport]
  }

  private struct Class: Decodable {
    let `class`: String
    let outcome: String
    let reason: String
    let cure: String
    let functions: [Function]

    struct Function: Decodable {
      let symbol: String?
      let sites: [Site]
    }
  }

  private struct Site: Decodable {
    let severity: Severity
    let symbol: String?
    let offset: String?
    let address: String
  }

  /// The hypercalls of `scan`, or the findings about them of `abi verify`.
  private enum Calls: Decodable {
    case made([Call])
    case stray([Stray])

    struct Call: Decodable {
      let symbol: String?
      let offset: String?
      let address: String
      let number: Int?
      let name: String?
      let problems: [String]
      let severity: Severity
    }

    struct Stray: Decodable {
      let place: String
      let number: Int
      let severity: Severity
    }

    private struct Use: Decodable { let stray: [Stray] }

    init(from decoder: any Decoder) throws {
      if let use = try? Use(from: decoder) {
        self = .stray(use.stray)
      } else {
        self = .made(try [Call](from: decoder))
      }
    }
  }

  private struct Stale: Decodable {
    let file: String
    let line: Int
    let symbol: String
    let `class`: String
  }

  private struct Structure: Decodable {
    let guest: String
    let trueIn: String?
    let findings: [Difference]

    struct Difference: Decodable {
      let kind: String
      let message: String
      let severity: Severity
    }
  }

  private struct Constant: Decodable {
    let name: String
    let guest: Int
    let model: Int
    let severity: Severity
  }
}

extension ReportLine {
  /// All findings: those of the rules, then the refusals by loaders.
  var all: [ReportedFinding] {
    let refusals: [ReportedFinding] = self.refusals.map {
      ReportedFinding(
        image ?? "", $0.rule, $0.level, $0.message, $0.place, loaderWords: $0.loaderWords)
    }
    let found: [ReportedFinding] = (findings ?? []).map { reported($0) } + code + types
    // The fingerprints are in the order of the annotations, which start with the refusals. If the
    // numbers differ, fingerprints cannot be assigned to findings, and only they are returned.
    var names = fingerprints ?? []
    let whole: [ReportedFinding] = refusals + found
    guard whole.count(where: { $0.severity.value != .note }) == names.count else {
      return names.map { ReportedFinding(image ?? "", fingerprint: $0) }
    }
    let named = whole.map { finding in
      finding.severity.value == .note ? finding : finding.with(fingerprint: names.removeFirst())
    }
    return Array(named.dropFirst(refusals.count) + named.prefix(refusals.count))
  }

  private func reported(_ finding: Finding) -> ReportedFinding {
    let runs = finding.xen ?? []
    let releases = runs.map { asked.text(from: $0.from, to: $0.to) }.joined(separator: ", ")
    let isOfOne = (finding.messages ?? []).isEmpty
    let entry = finding.entry.map { "\($0.file):\($0.number)" }
    let place = finding.place ?? finding.symbol ?? finding.address ?? entry
    return ReportedFinding(
      image ?? finding.entry?.file ?? "", finding.rule, finding.severity,
      finding.message
        + ReleaseFinding.remark(
          finding.isEverywhere == false ? releases : nil,
          newest: isOfOne ? nil : runs.last?.to),
      finding.where.flatMap { $0.text.isEmpty ? nil : $0.text } ?? place)
  }

  /// The refusals by loaders; for several releases, one for each run of releases with the same one.
  private var refusals: [Annotation] {
    let rows = releases ?? []
    let histories = LoaderHistory.all(
      rows.map(\.verdicts), rows.compactMap { XenRelease($0.xen) })
    return (verdicts ?? []).compactMap(\.annotation) + histories.flatMap(\.annotations)
  }

  private var asked: AskedReleases {
    AskedReleases((releases ?? []).compactMap { XenRelease($0.xen) })
  }

  private var code: [ReportedFinding] {
    let instructions = (classes ?? []).flatMap { one in
      let rule = CodeReport.rule(of: Treatment.Outcome(rawValue: one.outcome)).id
      return one.functions.flatMap { function in
        function.sites.map {
          ReportedFinding(
            image ?? "", rule, $0.severity, "\(one.class): \(one.reason); \(one.cure)",
            Annotation.place(function.symbol, $0.offset, $0.address))
        }
      }
    }
    let registers = (floatingPoint ?? []).map {
      ReportedFinding(
        image ?? "", FloatingPoint.id, $0.severity, FloatingPointUse.reason,
        Annotation.place($0.symbol, $0.offset, $0.address))
    }
    let old = (stale ?? []).map {
      ReportedFinding(
        image ?? "", CodeReport.stale.id, .warning,
        "\($0.file):\($0.line): \($0.symbol) \($0.class) matches nothing", nil)
    }
    return instructions + calls + registers + old
  }

  private var calls: [ReportedFinding] {
    guard case .made(let calls) = hypercalls else { return [] }
    return calls.flatMap { call in
      call.problems.map { problem in
        ReportedFinding(
          image ?? "", HypercallSites.id, call.severity,
          "hypercall \(call.name ?? call.number.map(String.init) ?? "?"): \(problem)",
          Annotation.place(call.symbol, call.offset, call.address))
      }
    }
  }

  private var types: [ReportedFinding] {
    let members = (structures ?? []).flatMap { one in
      let truth = AbiCheckReport.truth(one.trueIn)
      return one.findings.map {
        ReportedFinding(
          image ?? "", "member-\($0.kind)", $0.severity, $0.message + truth, one.guest)
      }
    }
    let lost = missingSeverity.map { severity in
      (missing ?? []).map {
        ReportedFinding(
          image ?? "", AbiCheckReport.missing.id, severity, AbiCheckReport.loss, $0)
      }
    }
    let numbers = (constants ?? []).map {
      ReportedFinding(
        image ?? "", AbiCheckReport.constant.id, $0.severity,
        "it is \($0.guest) in the guest, \($0.model) in \(against ?? "the interface")", $0.name)
    }
    let declared = members + (lost ?? []) + numbers
    guard case .stray(let stray) = hypercalls else { return declared }
    return declared
      + stray.map {
        ReportedFinding(
          image ?? "", AbiCheckReport.hypercall.id, $0.severity,
          "it passes \($0.number), which is not a hypercall of any release", $0.place)
      }
  }
}
