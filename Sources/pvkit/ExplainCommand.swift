// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Instructions
import Reports

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule, a class of instructions, or the words of a loader.",
    discussion: """
      Takes the id of a rule of `pvkit check`, `abi verify`, `scan` or `run`; a class of instructions as \
      `pvkit scan` names it; words of a loader, of which it lists the rules that explain them; or a finding \
      of a report in JSON, by its number or fingerprint.

      Examples:
        pvkit explain                    list the rules of pvkit check
        pvkit explain note-owner         explain one rule
        pvkit explain member-moved       a rule of pvkit abi verify
        pvkit explain lgdt               what Xen does with an instruction
        pvkit explain "no loader found"  the rules that are about these words
        pvkit explain report.json:1      the first finding of that report
        pvkit explain --format md note-owner > note-owner.md

      Exit codes: 0 explained; 2 there is nothing of that name; 3 the report could not be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, md }

  @Option(help: "The output format; md is Markdown.")
  var format = Format.text

  @Argument(
    help: "What to explain; without it, all rules of `pvkit check` are listed.",
    completion: .list(Rules.all.map { $0.id }))
  var rule: String?

  func run() throws {
    let finding = try rule.flatMap(Self.finding)
    let name = finding?.rule ?? rule
    if format != .text {
      let entries = name.map(Self.entries) ?? Rules.all.map(Self.entry)
      guard !entries.isEmpty else { throw Self.nothing(name ?? "") }
      let listing = ExplanationListing(entries)
      return format == .json
        ? print(try renderJSON(listing))
        : print(
          lines: listing.markdown.split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init))
    }
    guard let name else { return print(lines: Rules.all.map(Self.line)) }
    guard let lines = Self.explanation(of: name) else { throw Self.nothing(name) }
    print(lines: (finding.map { ["\($0.image): \($0.fingerprint)", ""] } ?? []) + lines)
  }

  private static func nothing(_ name: String) -> ExitStatus {
    complain(
      "pvkit: no rule \"\(name)\"; nearest: "
        + Rules.nearest(to: name, among: others.map(\.id)).joined(separator: ", "))
    return .usage
  }

  /// More than of ten thousand kernels.
  private static let mostBytes = 1 << 30

  /// Of `report.json:3`; nil of what names no file.
  private static func finding(_ text: String) throws -> ReportedFinding? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let file = String(text[..<colon])
    guard FileName.real(file) != nil else { return nil }
    let report = try ImageFile.text(file, limit: mostBytes, wanted: "a report (--format json)")
    do throws(ReportedFinding.Missing) {
      return try ReportedFinding(in: report, named: String(text[colon...].dropFirst()))
    } catch {
      throw ImageError(
        image: file, problem: error.problem, cure: "give a number or fingerprint of the report")
    }
  }

  /// The same as of text, for programs.
  private static func entries(_ name: String) -> [ExplanationListing.Entry] {
    if let rule = Rules.named(name) { return [entry(rule)] }
    if let rule = others.first(where: { $0.id == name }) {
      return [.init(id: rule.id, severity: rule.level, markdown: text(rule))]
    }
    if let kind = InstructionClass.named(name) {
      let text = lines(on: kind).joined(separator: "\n")
      return [.init(id: kind.name, severity: nil, markdown: text)]
    }
    guard name.count >= 4 else { return [] }
    return Rules.all.filter { flat($0.explanation).contains(flat(name)) }.map(entry)
  }

  /// Rules of other commands than `pvkit check`.
  private static let others =
    (AbiCheckReport.rules + CodeReport.rules + RunReport.rules).filter {
      Rules.named($0.id) == nil
    }

  private static func text(_ rule: AnnotationRule) -> String {
    rule.help + "\n\n" + rule.example
  }

  private static func text(_ rule: any Rule.Type) -> String {
    rule.explanation + "\n\n" + rule.example.markdown
  }

  private static func entry(_ rule: any Rule.Type) -> ExplanationListing.Entry {
    .init(id: rule.id, severity: rule.severity, markdown: text(rule))
  }

  /// A rule of `pvkit check` first, then those of the other commands, then instructions, then words.
  private static func explanation(of name: String) -> [String]? {
    if let rule = Rules.named(name) {
      return ["\(rule.id) (\(rule.severity.rawValue))", ""] + PlainMarkdown(text(rule)).lines
    }
    if let rule = others.first(where: { $0.id == name }) {
      return ["\(rule.id) (\(rule.level.rawValue))", ""] + PlainMarkdown(text(rule)).lines
    }
    if let kind = InstructionClass.named(name) { return lines(on: kind) }
    return rules(about: name)
  }

  /// What the newest releases of Xen do with it, domain by domain where that differs.
  private static func lines(on kind: InstructionClass) -> [String] {
    let rows = DomainRole.allCases.map { role in
      (role, Treatment.of(kind, in: .standard, role: role))
    }
    let texts = rows.map { $0.1.map { "\($0.reason); \($0.cure)" } }
    let head = ["\(kind.name) (instructions in a PV guest, Xen \(XenRelease.standard))", ""]
    if Set(texts).count == 1 { return head + [texts[0] ?? "A PV kernel may execute it as it is."] }
    return head
      + zip(rows, texts).map { "\($0.0.rawValue): \($1 ?? "a PV kernel may execute it as it is")" }
  }

  /// The rules whose explanation has the words, `loader-refuses` with its meaning of them first.
  private static func rules(about words: String) -> [String]? {
    guard words.count >= 4 else { return nil }
    let wanted = flat(words)
    let known = Rules.all.filter { flat($0.explanation).contains(wanted) }
    guard !known.isEmpty else { return nil }
    let ids = known.map { $0.id }
    return ["\"\(words.printable)\" is explained by (pvkit explain RULE):", ""]
      + known.filter { $0 == LoaderRefuses.self }.map(line)
      + known.filter { $0 != LoaderRefuses.self }.map(line)
      + (ids == [LoaderRefuses.id] ? [""] + PlainMarkdown(LoaderRefuses.explanation).lines : [])
  }

  /// For comparison: lower case, in one line.
  private static func flat(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// `note-owner                error    A note that …`
  private static func line(_ rule: any Rule.Type) -> String {
    let width = Rules.all.map { $0.id.count }.max() ?? 0
    return pad(rule.id, width) + "  " + pad(rule.severity.rawValue, 7) + "  "
      + (PlainMarkdown(rule.summary).lines.first ?? "")
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
