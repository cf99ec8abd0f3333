// SPDX-License-Identifier: Apache-2.0

import Base

/// What a page says of one image beside its findings.
public struct ReportPage: Sendable {
  /// `ELF64 x86_64, notes from PT_NOTE`
  let subject: String
  var tables: [ReportTable]
  /// Nil where none was drawn.
  var map: GuestMap?

  public init(_ report: some AnnotatedReport, map: GuestMap? = nil) {
    subject = report.subject
    tables = report.tables
    self.map = map
  }

  init(subject: String, tables: [ReportTable]) {
    (self.subject, self.tables) = (subject, tables)
  }
}

/// A table of a report, for pages.
public struct ReportTable: Sendable {
  let title: String
  let heads: [String]
  let rows: [[Html.Cell]]

  /// Nil of no rows.
  init?(_ title: String, _ heads: [String], _ rows: [[Html.Cell]]) {
    guard !rows.isEmpty else { return nil }
    (self.title, self.heads, self.rows) = (title, heads, rows)
  }
}

extension CheckReport {
  public var tables: [ReportTable] {
    [Self.table(verdicts.map(\.cells), notOffered: notOffered.map(\.cells))].compactMap { $0 }
  }

  static func table(_ verdicts: [[Html.Cell]], notOffered: [[Html.Cell]] = []) -> ReportTable? {
    ReportTable(
      "Verdicts of the loaders", ["Loader", "Xen", "Domain", "Mode", "Verdict", "Because"],
      verdicts + notOffered)
  }
}

extension VerdictReport {
  fileprivate var cells: [Html.Cell] {
    let update = changedIn.value.map { " (\($0) \(accepts ? "does not accept" : "accepts") it)" }
    return Self.cells(
      loader, xen, role.rawValue, mode.rawValue, outcome.rawValue,
      (reason.value ?? guestType.value ?? "") + (update ?? ""))
  }

  static func cells(
    _ loader: String, _ xen: String, _ role: String, _ mode: String, _ outcome: String,
    _ reason: String
  ) -> [Html.Cell] {
    let words = ["accept": "accepts", "refuse": "refuses", "crash": "crashes"]
    return [
      Html.Cell(loader), Html.Cell(xen), Html.Cell(role), Html.Cell(mode),
      Html.Cell(words[outcome] ?? outcome, outcome), Html.Cell(reason),
    ]
  }
}

extension NotOfferedReport {
  fileprivate var cells: [Html.Cell] {
    [
      Html.Cell("–"), Html.Cell("–"), Html.Cell(role.rawValue), Html.Cell(mode.rawValue),
      Html.Cell("not asked", "dim"), Html.Cell("not offered: \(reason)"),
    ]
  }
}

extension CodeReport {
  private static let mostRows = 200

  public var tables: [ReportTable] {
    [
      ReportTable(
        "Code by section", ["Section", "Bytes", "Instructions", "Data", "Not decoded"],
        sections.prefix(Self.mostRows).map { section in
          [Html.Cell(section.name)]
            + [section.bytes, section.instructions, section.data, section.undecoded].map {
              Html.Cell("\($0)", "n")
            }
        }),
      ReportTable(
        "Instructions by class", ["Class", "Severity", "Places", "What Xen does", "Instead"],
        classes.map {
          [
            Html.Cell($0.class, "code"), Html.Cell($0.severity.rawValue, $0.severity.rawValue),
            Html.Cell("\($0.count)", "n"), Html.Cell($0.reason), Html.Cell($0.cure),
          ]
        }),
      ReportTable(
        "Calls of Xen", ["Function", "Call", "Way", "Problems"],
        hypercalls.prefix(Self.mostRows).map {
          $0.cells.map { Html.Cell($0) } + [Html.Cell($0.problems.joined(separator: "; "))]
        }),
    ].compactMap { $0 }
  }
}

extension AbiCheckReport {
  public var tables: [ReportTable] {
    [
      ReportTable(
        "Structures compared with \(against)",
        ["In the guest", "In the interface", "Findings", "True in"],
        structures.map {
          [
            Html.Cell($0.guest, "code"), Html.Cell($0.model, "code"),
            Html.Cell(
              $0.findings.isEmpty ? "none" : "\($0.findings.count)",
              $0.findings.isEmpty ? "clean" : "error"),
            Html.Cell($0.trueIn ?? ""),
          ]
        })
    ].compactMap { $0 }
  }
}

extension ReleasesReport {
  public var tables: [ReportTable] {
    [
      ReportTable(
        "From release to release", ["Loader", "Xen", "Verdict", "Because"],
        loaders.flatMap { loader in
          loader.parts.map { part in
            let outcome = part.outcome.value?.rawValue
            return [
              Html.Cell(loader.name), Html.Cell(part.releases),
              Html.Cell(outcome.map { $0 + "s" } ?? "–", outcome ?? "dim"),
              Html.Cell(
                outcome == nil ? "builds no such guests" : part.reason.value ?? ""),
            ]
          }
        }),
      ReportTable(
        "Findings by release", ["Xen", "Errors", "Warnings", "Notes"],
        releases.map { row in
          [Html.Cell(row.xen)]
            + [row.errors, row.warnings, row.notes].map { Html.Cell("\($0)", "n") }
        }),
    ].compactMap { $0 }
  }
}
