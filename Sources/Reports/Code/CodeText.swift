// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// The text form of `pvkit scan`: the sections, then each class with the functions that contain it.
public struct CodeText: Sendable {
  private let report: CodeReport
  private let style: Style
  private let showsNotes: Bool
  private let showsCalls: Bool

  /// - Parameters:
  ///   - showsNotes: whether to show notes.
  ///   - showsCalls: whether to list all hypercalls, not only the wrong ones.
  public init(
    _ report: CodeReport, style: Style, showsNotes: Bool = false, showsCalls: Bool = false
  ) {
    self.showsCalls = showsCalls
    self.report = report
    self.style = style
    self.showsNotes = showsNotes
  }

  /// The lines, without line ends.
  public var lines: [String] {
    [heading] + sections + shown.flatMap(lines) + floatingPoint + wrongCalls + calls + stale
      + perhaps + [summary]
  }

  private var floatingPoint: [String] {
    guard let worst = report.floatingPoint.first?.severity, worst != .note || showsNotes else {
      return []
    }
    let number = report.floatingPoint.count
    let count = number == 1 ? "" : " in \(counted(number, "function"))"
    let first =
      "  \(style.paint(worst)): \(FloatingPointUse.name)\(count): \(FloatingPointUse.reason)"
    let places = report.floatingPoint.prefix(Self.mostFunctions).map { use in
      let offset = use.offset.value.map { "+" + $0 } ?? ""
      let more = use.count > 1 ? " and \(use.count - 1) more there" : ""
      let source = use.line.value.map { " " + $0.printable } ?? ""
      return style.paint(
        "    \(use.symbol.value?.printable ?? "")\(offset) \(use.address)\(source)", .dim) + more
    }
    let rest = report.floatingPoint.count - places.count
    return [first] + places
      + (rest > 0 ? ["    and \(counted(rest, "more function")) (--format json has all)"] : [])
  }

  private var wrongCalls: [String] {
    report.hypercalls.flatMap { call in
      (call.severity != .note || showsNotes ? call.problems : []).flatMap { problem in
        [
          "  \(style.paint(call.severity)): hypercall \(call.call): \(problem)",
          style.paint("    " + call.cells[0] + " " + call.address, .dim),
        ]
      }
    }
  }

  private var calls: [String] {
    guard showsCalls else { return [] }
    guard report.hypercalls.isEmpty else {
      return Table(report.hypercalls.map(\.cells)).lines(indent: 2)
    }
    return ["  no hypercall found: \(Self.knownPages)"]
  }

  private static let knownPages = """
    calls of a hypercall page count if a note HYPERCALL_PAGE, the string __xen_guest or the symbol \
    hypercall_page says where it is
    """

  private var stale: [String] {
    report.stale.map {
      let what = "\($0.file):\($0.line): \($0.symbol) \($0.class)".printable
      return "  \(style.paint("stale", .warning)): \(what) matches nothing"
    }
  }

  /// Counts sites that may be errors, which would be hidden with the notes.
  private var perhaps: [String] {
    let classes = report.classes.filter { $0.perhapsErrors > 0 }
    let count = classes.reduce(0) { $0 + $1.perhapsErrors }
    guard count > 0, !showsNotes else { return [] }
    let names = classes.map(\.class).sorted().joined(separator: ", ")
    return [
      "  \(style.paint("note", .dim)): \(counted(count, "instruction")) (\(names)):"
        + " an error in code, but no section, call or jump shows that these bytes are code;"
        + " --notes shows where"
    ]
  }

  private var heading: String {
    "\(style.paint(report.image.printable, .strong)): \(Self.subject(of: report)), Xen \(report.xen)"
  }

  /// `4096 bytes of code, names from kallsyms`
  static func subject(of report: CodeReport) -> String {
    let bytes = report.sections.reduce(0) { $0 + $1.bytes }
    let kind =
      report.setting == .container
      ? ", for an HVM container only, in ring 0"
      : report.paravirtual ? ", a kernel that knows Xen" : ""
    let names = report.names == "none" ? "no names" : "names from \(report.names)"
    return "\(bytes) bytes of code, \(names)\(kind)"
  }

  private static let mostSections = 12

  private var sections: [String] {
    let rows = report.sections.prefix(Self.mostSections).map { section in
      let data = section.data > 0 ? ", \(section.data) bytes of data" : ""
      return [
        section.name.printable,
        counted(section.instructions, "instruction"),
        "\(share(section)) % decoded\(data)",
      ]
    }
    let more = report.sections.count - rows.count
    return Table(rows).lines(indent: 2)
      + (more > 0 ? ["  and \(counted(more, "more section"))"] : [])
  }

  /// The decoded share in percent with two decimals, rounded down: 100.00 means every byte.
  private func share(_ section: CodeSectionReport) -> String {
    let decoded = section.bytes - section.undecoded
    let hundredths = section.bytes == 0 ? 10000 : decoded * 10000 / section.bytes
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }

  private var shown: [CodeClassReport] {
    report.classes.filter { showsNotes || $0.severity != .note }
  }

  private func lines(_ one: CodeClassReport) -> [String] {
    let severity = style.paint(one.severity)
    let count = one.count == 1 ? "" : " \(one.count) times"
    let first = "  \(severity): \(one.class)\(count): \(one.reason); \(one.cure)"
    let functions = one.functions.filter { showsNotes || $0.severity != .note }
    return [first] + functions.prefix(Self.mostFunctions).map(line)
      + (functions.count > Self.mostFunctions
        ? [
          "    and \(counted(functions.count - Self.mostFunctions, "more function")) "
            + "(--format json has all)"
        ]
        : [])
  }

  private static let mostFunctions = 40

  private func line(_ function: CodeFunctionReport) -> String {
    let first = function.sites[0]
    let offset = first.offset.value.map { "+" + $0 } ?? ""
    let more = function.sites.count > 1 ? " and \(function.sites.count - 1) more there" : ""
    let reach = first.reach == .plain ? "" : " (\(first.reach.rawValue))"
    // Without symbols, the function's name is that of its section.
    let symbol = function.symbol.value.map { "\($0.printable)\(offset) " } ?? ""
    let place = "\(symbol)\(function.section.printable) \(first.address)"
    let source = first.line.value.map { " " + $0.printable } ?? ""
    return "    " + style.paint(place + source, .dim) + "  \(first.bytes)\(reach)\(more)"
  }

  private var summary: String {
    let counts = Severity.allCases.map { severity in
      let count =
        (report.counts[severity.rawValue] ?? 0) + (severity == .warning ? report.stale.count : 0)
      return counted(count, severity.rawValue)
    }
    let cleared = report.cleared.values.reduce(0, +)
    let calls = report.hypercalls.count
    return "  " + counts.joined(separator: ", ")
      + (calls > 0 ? "; \(counted(calls, "hypercall"))" : "")
      + (report.suppressed > 0 ? "; \(report.suppressed) suppressed" : "")
      + (cleared > 0 ? "; \(cleared) more that no PV guest reaches" : "")
      + (report.omitted > 0 ? "; \(report.omitted) more not listed" : "")
  }
}
