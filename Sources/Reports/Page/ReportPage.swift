// SPDX-License-Identifier: Apache-2.0

import Base
import Loaders

/// The contents of a page about one image, in addition to its findings.
public struct ReportPage: Sendable, Codable {
  /// A description of the image: `ELF64 x86_64, notes from PT_NOTE`.
  let subject: String
  var tables: [ReportTable]
  /// Nil if the page has no map.
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
public struct ReportTable: Sendable, Codable {
  struct Cell: Sendable, Codable {
    let text: String
    /// The CSS class; empty for an ordinary cell.
    let look: String

    init(_ text: String, _ look: String = "") { (self.text, self.look) = (text, look) }
  }

  let title: String
  let heads: [String]
  let rows: [[Cell]]

  /// Nil if there are no rows.
  init?(_ title: String, _ heads: [String], _ rows: [[Cell]]) {
    guard !rows.isEmpty else { return nil }
    (self.title, self.heads, self.rows) = (title, heads, rows)
  }
}

extension CheckReport {
  public var tables: [ReportTable] {
    [
      ReportTable(
        "Verdicts of the loaders", ["Loader", "Xen", "Domain", "Mode", "Verdict", "Because"],
        verdicts.map(\.cells) + notOffered.map(\.cells))
    ].compactMap { $0 }
  }
}

extension VerdictReport {
  fileprivate var cells: [ReportTable.Cell] {
    let update = changedIn.value.map { " (\($0) \(accepts ? "does not accept" : "accepts") it)" }
    return [
      ReportTable.Cell(loader), ReportTable.Cell(xen), ReportTable.Cell(role.rawValue),
      ReportTable.Cell(mode.rawValue), ReportTable.Cell(outcome.word, outcome.rawValue),
      ReportTable.Cell((reason.value ?? guestType.value ?? "") + (update ?? "")),
    ]
  }
}

extension NotOfferedReport {
  fileprivate var cells: [ReportTable.Cell] {
    [
      ReportTable.Cell("–"), ReportTable.Cell("–"), ReportTable.Cell(role.rawValue),
      ReportTable.Cell(mode.rawValue),
      ReportTable.Cell("not checked", "dim"), ReportTable.Cell("not offered: \(reason)"),
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
          [ReportTable.Cell(section.name)]
            + [section.bytes, section.instructions, section.data, section.undecoded].map {
              ReportTable.Cell("\($0)", "n")
            }
        }),
      ReportTable(
        "Instructions by class", ["Class", "Severity", "Places", "What Xen does", "Instead"],
        classes.map {
          [
            ReportTable.Cell($0.class, "code"),
            ReportTable.Cell($0.severity.rawValue, $0.severity.rawValue),
            ReportTable.Cell("\($0.count)", "n"), ReportTable.Cell($0.reason),
            ReportTable.Cell($0.cure),
          ]
        }),
      ReportTable(
        "Hypercalls", ["Function", "Hypercall", "Way", "Problems"],
        hypercalls.prefix(Self.mostRows).map {
          $0.cells.map { ReportTable.Cell($0) } + [
            ReportTable.Cell($0.problems.joined(separator: "; "))
          ]
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
            ReportTable.Cell($0.guest, "code"), ReportTable.Cell($0.model, "code"),
            ReportTable.Cell(
              $0.findings.isEmpty ? "none" : "\($0.findings.count)",
              $0.findings.isEmpty ? "clean" : "error"),
            ReportTable.Cell($0.trueIn ?? ""),
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
          loader.changes.map { part in
            let outcome = part.outcome.value
            return [
              ReportTable.Cell(loader.name), ReportTable.Cell(loader.releases(of: part)),
              ReportTable.Cell(outcome?.word ?? "–", outcome?.rawValue ?? "dim"),
              ReportTable.Cell(
                loader.lack(in: part) + (part.reason.value ?? "")),
            ]
          }
        }),
      ReportTable(
        "Findings by release", ["Xen", "Errors", "Warnings", "Notes"],
        releases.map { row in
          [ReportTable.Cell(row.xen)]
            + [row.errors, row.warnings, row.notes].map { ReportTable.Cell("\($0)", "n") }
        }),
    ].compactMap { $0 }
  }
}
