// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import Loaders

/// The text form of `pvkit check`: what the image is, one line per verdict, then the findings.
public struct CheckText: Sendable {
  let report: CheckReport
  let style: Style
  private let path: String

  /// - Parameter path: the image's path for use in commands; nil if it is the name in the report.
  public init(_ report: CheckReport, style: Style, path: String? = nil) {
    self.report = report
    self.path = path ?? report.image
    self.style = style
  }

  /// The lines, without line ends.
  public var lines: [String] {
    [heading] + verdictLines + notOffered + report.findings.flatMap(findingLines) + [summary]
  }

  private var heading: String {
    "\(style.paint(report.image.printable, .strong)): \(Self.subject(of: report))"
  }

  /// `ELF64 x86_64, notes from PT_NOTE`
  static func subject(of report: CheckReport) -> String {
    let source = report.notes.source
    let notes =
      report.notes.unread ?? (source == "none" ? "no Xen notes" : "notes from \(source)")
    return "\(report.container.text(report.elf.value)), \(notes)"
  }

  private var verdictLines: [String] {
    let rows = report.verdicts.map { verdict in
      [
        verdict.outcome.word, "\(verdict.loader) \(verdict.xen)",
        verdict.role.rawValue, verdict.mode.rawValue,
        (verdict.reason.value.map { $0.printable } ?? verdict.guestType.value ?? "")
          + update(verdict),
      ]
    }
    return Table(rows).lines(indent: 2) { column, cell in
      column == 0 ? style.paint(cell, cell.hasPrefix("accepts") ? .good : .bad) : cell
    }
  }

  /// `not offered, so not checked: domU pvh, dom0 pvh (no PHYS32_ENTRY note)`
  private var notOffered: [String] {
    var reasons: [String] = []
    for mode in report.notOffered where !reasons.contains(mode.reason) {
      reasons.append(mode.reason)
    }
    return reasons.map { reason in
      let modes = report.notOffered.filter { $0.reason == reason }
        .map { "\($0.role.rawValue) \($0.mode.rawValue)" }
      let line = "  not offered, so not checked: \(modes.joined(separator: ", ")) (\(reason))"
      return style.paint(line, .dim)
    }
  }

  private func update(_ verdict: VerdictReport) -> String {
    guard let release = verdict.changedIn.value else { return "" }
    return " [\(release) \(verdict.accepts ? "does not accept" : "accepts") it]"
  }

  private func findingLines(_ finding: FindingReport) -> [String] {
    let severity = style.paint(finding.severity)
    let first = "  \(severity): \(finding.message.printable) [\(finding.rule)]"
    let place = finding.where.text
    let more =
      (place.isEmpty ? [] : ["at \(place.printable)"])
      + finding.cures.map { $0.text(path) }
    return [first] + more.map { style.paint("    " + $0, .dim) }
  }

  /// `2 errors (1 refusal), 0 warnings, 1 note`
  static func counts(_ annotations: [Annotation]) -> String {
    Severity.allCases.map { severity in
      let these = annotations.filter { $0.level == severity }
      // Notes of the same rule describe what a refusal means; they are not refusals.
      let refusals = severity == .note ? 0 : these.count { $0.rule == LoaderRefuses.id }
      return counted(these.count, severity.rawValue)
        + (refusals > 0 ? " (\(counted(refusals, "refusal")))" : "")
    }.joined(separator: ", ")
  }

  private var summary: String {
    "  " + (report.acceptance.map { $0 + "; " } ?? "") + Self.counts(report.annotations)
      + (report.suppressedWords.map { "; " + $0 } ?? "")
  }
}
