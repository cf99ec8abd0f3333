// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Loaders

/// The text form of a report on several releases: a table of them, the changes of each loader's
/// verdict, and the findings.
public struct ReleasesText<Report: ReleaseReport>: Sendable {
  private let report: ReleasesReport<Report>
  private let style: Style
  private let showsNotes: Bool
  private let path: String

  /// - Parameters:
  ///   - showsNotes: whether to show notes.
  ///   - path: the image's path for use in commands; nil if it is the name in the report.
  public init(
    _ report: ReleasesReport<Report>, style: Style, showsNotes: Bool = true, path: String? = nil
  ) {
    self.report = report
    self.path = path ?? report.image
    self.style = style
    self.showsNotes = showsNotes
  }

  /// The lines, without line ends.
  public var lines: [String] {
    let name = style.paint(report.image.printable, .strong)
    return ["\(name): \(report.subject)"] + table + report.loaders.flatMap(history) + findings
      + [summary]
  }

  /// Consecutive releases with the same results share a row.
  private var table: [String] {
    var rows: [(from: String, to: String, cells: [String])] = []
    for row in report.releases {
      let cells = cells(row)
      if let last = rows.last, last.cells == cells {
        rows[rows.count - 1].to = row.xen
      } else {
        rows.append((row.xen, row.xen, cells))
      }
    }
    let counts = showsNotes ? ["errors", "warnings", "notes"] : ["errors", "warnings"]
    let head = ["Xen"] + report.loaders.map(\.name) + counts
    let body = rows.map { [asked.text(from: $0.from, to: $0.to)] + $0.cells }
    return Table([head] + body).lines(indent: 2) { _, cell in
      cell.hasPrefix("accepts")
        ? style.paint(cell, .good)
        : cell.hasPrefix("refuses") || cell.hasPrefix("crashes") ? style.paint(cell, .bad) : cell
    }
  }

  private func cells(_ row: ReleaseRow) -> [String] {
    report.loaders.map { loader in
      let verdict = row.verdicts.first {
        ($0.loader, $0.role, $0.mode) == (loader.loader, loader.role, loader.mode)
      }
      let update = verdict?.changedIn.value.map { " [not \($0)]" } ?? ""
      return verdict.flatMap { $0.isBuilt ? $0.outcome.word + update : nil }
        ?? Self.nothing
    } + [row.errors, row.warnings].map(String.init) + (showsNotes ? ["\(row.notes)"] : [])
  }

  private static var nothing: String { "–" }

  /// The changes of the loader's verdict, with the reasons; empty for a loader that accepts in all
  /// releases.
  private func history(_ loader: LoaderHistory) -> [String] {
    let isPlain = loader.changes.allSatisfy { ($0.outcome.value ?? .accept) == .accept }
    guard !isPlain || loader.changes.count > 1 else { return [] }
    let rows = loader.changes.map { part in
      [
        loader.releases(of: part), part.outcome.value?.word ?? Self.nothing,
        loader.lack(in: part) + (part.reason.value?.printable ?? ""),
      ]
    }
    return ["  \(loader.name)"] + Table(rows).lines(indent: 4)
  }

  private var findings: [String] {
    let shown = report.findings.filter { showsNotes || $0.severity != .note }
    // Findings that only some releases have come first.
    let ordered = shown.filter { !$0.isEverywhere } + shown.filter(\.isEverywhere)
    var counts: [String: Int] = [:]
    let listed = ordered.filter { finding in
      counts[finding.rule, default: 0] += 1
      return counts[finding.rule] ?? 0 <= Self.mostOfOne
    }
    let more = counts.filter { $0.value > Self.mostOfOne }.sorted { $0.key < $1.key }
    return listed.groups(by: Self.common).flatMap { self.lines($0) }
      + more.map {
        "  and \($0.value - Self.mostOfOne) more of \($0.key) (--format json has all)"
      }
  }

  private static var mostOfOne: Int { 40 }

  /// What findings that differ only in their places have in common.
  private static func common(_ finding: ReleaseFinding) -> [String] {
    [finding.rule, finding.severity.rawValue, finding.message, finding.releases]
      + finding.messages.flatMap { [$0.releases, $0.message] }
      + finding.cures.map { $0.command("") }
  }

  /// - Parameter findings: that differ only in their places; at least one.
  private func lines(_ findings: [ReleaseFinding]) -> [String] {
    let finding = findings[0]
    let severity = style.paint(finding.severity)
    let releases = finding.isEverywhere ? "" : " [Xen \(finding.releases)]"
    let first =
      "  \(severity)\(releases): \(finding.message.printable) [\(finding.rule)]"
      + times(findings.count)
    let more =
      findings.compactMap(\.place.value).map { "at \($0.printable)" } + olderWordings(finding)
      + finding.cures.map { $0.text(path) }
    return [first] + more.map { style.paint("    " + $0, .dim) }
  }

  /// The messages of older releases, if they differ from the newest one's.
  private func olderWordings(_ finding: ReleaseFinding) -> [String] {
    let older = finding.messages.dropFirst()
    let more = older.count - Self.mostWordings
    return older.prefix(Self.mostWordings).map { "Xen \($0.releases): \($0.message.printable)" }
      + (more > 0
        ? ["and \(counted(more, "more message")) for older releases (--format json)"] : [])
  }

  private static var mostWordings: Int { 3 }

  private var summary: String {
    let count = counted(report.releases.count, "release")
    let all = report.releases.enumerated().filter { !$0.element.verdicts.isEmpty }
    guard !all.isEmpty else { return "  " + count + "; " + findingCounts }
    let accepted = all.filter { Self.isAccepted($0.element) }.map(\.offset)
    let names = accepted.isEmpty ? "none" : runs(accepted)
    return "  \(count); every checked loader accepts it in: \(names); \(findingCounts)"
  }

  /// Whether all loaders accept the image that build such guests, or were to build them.
  private static func isAccepted(_ row: ReleaseRow) -> Bool {
    let judged = row.verdicts.filter { $0.isBuilt || $0.severity.value != nil }
    return !judged.isEmpty && judged.allSatisfy(\.accepts)
  }

  private func runs(_ places: [Int]) -> String {
    places.count < report.releases.count ? asked.text(places) : "all"
  }

  private var asked: AskedReleases {
    AskedReleases(report.releases.compactMap { XenRelease($0.xen) })
  }

  private var findingCounts: String {
    CheckText.counts(report.annotations) + (report.suppressedWords.map { "; " + $0 } ?? "")
  }
}
