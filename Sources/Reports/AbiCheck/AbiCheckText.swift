// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base

/// The text form of `pvkit abi verify`: each finding with both layouts, then what was compared.
public struct AbiCheckText: Sendable {
  let report: AbiCheckReport
  let style: Style

  public init(_ report: AbiCheckReport, style: Style) {
    self.report = report
    self.style = style
  }

  public var lines: [String] {
    [heading] + structureLines + missingLines + report.constants.map(constantLine)
      + hypercallLines + extensionLines + otherLines + [summary]
  }

  private var heading: String {
    let name = style.paint(report.image.printable, .strong)
    return "\(name): \(report.source.printable), \(report.architecture), against "
      + report.against.printable
  }

  private var structureLines: [String] {
    zip(report.structures, report.comparison.structures).flatMap { structure, comparison in
      structure.findings.isEmpty ? [] : lines(structure, comparison)
    }
  }

  private func lines(_ report: StructureReport, _ comparison: StructureComparison) -> [String] {
    let which = report.definition.value.map { ", in definition \($0) of it" } ?? ""
    return report.findings.map {
      let rule = AbiCheckReport.id(of: $0.kind)
      return line("\(report.guest)\($0.separator)\($0.message) [\(rule)]\(which)", $0.severity)
    }
      + (report.trueIn.map { ["    the guest's view is true \($0)"] } ?? [])
      + SideBySide(comparison: comparison, other: self.report.against.printable)
      .lines(style: style)
  }

  private func constantLine(_ constant: ConstantReport) -> String {
    line(
      "\(constant.name) is \(constant.guest) in the guest, \(constant.model) in \(report.against) "
        + "[\(AbiCheckReport.constant.id)]", constant.severity)
  }

  private var hypercallLines: [String] {
    guard let use = report.hypercalls.value else { return [] }
    let stray = use.stray.map {
      line(
        "\($0.place) passes \($0.number), which is not a hypercall of any release "
          + "[\(AbiCheckReport.hypercall.id)]", $0.severity)
    }
    let lacking = use.lacking.joined(separator: ", ")
    return stray + (lacking.isEmpty ? [] : [note("\(report.against) has no hypercall \(lacking)")])
  }

  private var missingLines: [String] {
    guard !report.missing.isEmpty else { return [] }
    let names = report.missing.joined(separator: ", ").printable
    let rule = AbiCheckReport.missing.id
    return report.missingSeverity.value
      .map { [line("the guest no longer has \(names) [\(rule)]", $0)] }
      ?? [note("\(report.against) does not have \(names)")]
  }

  private var extensionLines: [String] {
    report.structures.filter { !$0.extensions.isEmpty }.map { structure in
      let first = structure.extensions.prefix(3).map(\.path).joined(separator: ", ")
      let more = structure.extensions.count > 3 ? ", … (\(structure.extensions.count))" : ""
      return note("\(structure.guest) has more than \(report.against): \(first)\(more)")
    }
  }

  private var otherLines: [String] {
    let names = report.namesakes.joined(separator: ", ")
    let others =
      names.isEmpty ? [] : [note("the guest uses these names for other structures: \(names)")]
    return others + report.remarks.map(note)
  }

  private func line(_ message: String, _ severity: Severity) -> String {
    "  \(style.paint(severity)): \(message.printable)"
  }

  private func note(_ message: String) -> String {
    "  \(style.paint("note", .dim)): \(message.printable)"
  }

  private var summary: String {
    let counts = report.summary
    let calls = counts.hypercalls > 0 ? ", \(counted(counts.hypercalls, "hypercall"))" : ""
    return "  \(counted(counts.structures, "structure")), \(counted(counts.members, "member")) and "
      + "\(counted(counts.constants, "constant")) compared\(calls); "
      + counted(counts.findings, "finding")
  }
}
