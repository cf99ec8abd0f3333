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
    abstract: "Explain a rule, a class of instructions, a loader's message, or a finding.",
    discussion: """
      Takes the id of a rule of `pvkit check`, `abi verify`, `scan` or `run`; a class of instructions or \
      of wrong hypercalls as `pvkit scan` names it; a loader's message, for which it lists the rules; or a finding \
      of a JSON report, by its number or fingerprint. The findings of a report, including notes, are numbered \
      image by image; an image's refusals by loaders follow its findings. The name of the report alone lists \
      them, and the images that could not be checked.

      Examples:
        pvkit explain                    list the rules of pvkit check
        pvkit explain note-owner         explain one rule
        pvkit explain member-moved       a rule of pvkit abi verify
        pvkit explain lgdt               what Xen does with an instruction
        pvkit explain argumentLost       a class of wrong hypercalls
        pvkit explain "no loader found"  the rules for this message
        pvkit explain report.json        list the findings of that report
        pvkit explain report.json:1      the first finding of that report
        pvkit explain --format md note-owner > note-owner.md

      Exit codes: 0 explained; 2 the name is not known; 3 the report could not be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, md }

  @Option(help: "The output format; md is Markdown.")
  var format = Format.text

  @Argument(
    help: "What to explain; without it, all rules of `pvkit check` are listed.",
    completion: .list(Rules.all.map { $0.id }))
  var rule: String?

  func run() throws {
    guard let rule else {
      return try show(Rules.all.map(Self.entry)) { Rules.all.map(Self.line) }
    }
    switch try Topic(rule) {
    case .findings(let found, let unchecked):
      let rules = found.map(\.rule).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      try show(rules.flatMap { Self.entries($0) }, unchecked: unchecked) {
        Self.lines(of: found) + Self.lines(ofUnchecked: unchecked, isAll: found.isEmpty)
      }
    case .finding(let finding):
      let words = finding.loaderWords.value
      let rules = words.map(Self.rules(about:)) ?? []
      let entries = try Self.known(finding.rule)
      let others = rules.map(Self.entry).filter { entry in !entries.contains { $0.id == entry.id } }
      try show(others + entries, of: finding) {
        finding.lines(.terminal()) + [""]
          + (rules.isEmpty ? [] : Self.lines(about: words ?? "") + [""])
          + Self.lines(on: finding.rule)
      }
    case .name(let name): try show(try Self.known(name)) { Self.lines(on: name) }
    }
  }

  private func show(
    _ entries: [ExplanationListing.Entry], of finding: ReportedFinding? = nil,
    unchecked: [FailureReport]? = nil, _ lines: () -> [String]
  ) throws {
    let listing = ExplanationListing(entries, of: finding, unchecked: unchecked)
    switch format {
    case .text: print(lines: lines())
    case .json: print(try renderJSON(listing))
    case .md:
      print(
        lines: listing.markdown.split(separator: "\n", omittingEmptySubsequences: false)
          .dropLast().map(String.init))
    }
  }

  /// The findings of a report with their numbers.
  private static func lines(of findings: [ReportedFinding]) -> [String] {
    Table(
      findings.enumerated().map { number, finding in
        ["\(number + 1)"] + finding.cells.map(\.printable)
      }
    ).lines()
  }

  /// Why images could not be checked, after the findings of the others.
  ///
  /// - Parameter isAll: whether there are no findings, which is said.
  private static func lines(ofUnchecked errors: [FailureReport], isAll: Bool) -> [String] {
    let none = isAll ? "no findings" : ""
    guard !errors.isEmpty else { return isAll ? [none] : [] }
    let count = counted(errors.count, "image") + " could not be checked"
    return [isAll ? "\(none); \(count):" : count + ":"] + errors.map { "  " + $0.text.printable }
  }

  private static func known(_ name: String) throws -> [ExplanationListing.Entry] {
    let entries = entries(name)
    guard entries.isEmpty else { return entries }
    let near = Nearest.names(name, among: names, limit: 3)
    let isMessage = name.contains(where: \.isWhitespace)
    if !near.isEmpty {
      complain("pvkit: no rule \"\(name)\"; nearest: " + near.joined(separator: ", "))
    } else if isMessage {
      complain("pvkit: \"\(name)\" is not a message of a loader that pvkit knows")
    } else {
      complain("pvkit: no rule \"\(name)\"; `pvkit explain` lists those of pvkit check")
    }
    throw ExitStatus.usage
  }

  /// The meaning of the argument.
  private enum Topic {
    /// All findings of a report, and why its other images could not be checked.
    case findings([ReportedFinding], unchecked: [FailureReport])
    case finding(ReportedFinding)
    case name(String)

    /// The size limit of a report; those of ten thousand kernels are smaller.
    private static let mostBytes = 1 << 30

    /// `report.json:3` is a finding, and `report.json` all findings of the report. A name of a rule
    /// or of an instruction takes precedence over a file of that name.
    init(_ text: String) throws {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let file = parts.first.map(String.init) ?? text
      let name = parts.count > 1 ? String(parts[1]) : nil
      let isNumber = name.map { !$0.isEmpty && $0.allSatisfy(\.isNumber) } ?? false
      let isFile = FileName.exists(file) || file.hasSuffix(".json") || isNumber
      guard isFile, !(name == nil && ExplainCommand.isKnown(ExplainCommand.known(as: text))) else {
        self = .name(ExplainCommand.known(as: text))
        return
      }
      let report = try ImageFile.text(
        file, limit: Self.mostBytes, wanted: "a report (--format json)")
      do throws(ReportedFinding.Missing) {
        if let name {
          self = .finding(try ReportedFinding.named(name, in: report))
        } else {
          self = .findings(
            try ReportedFinding.all(in: report), unchecked: ReportedFinding.unchecked(in: report))
        }
      } catch {
        guard error.isOfName else {
          throw ImageError(
            image: file, problem: error.problem, cure: "give a JSON report (--format json)")
        }
        let place = FileName.isPassing(file) ? "REPORT" : file.shellFile
        complain(
          "pvkit: \(file): \(error.problem); give a number or fingerprint of the report; "
            + "`pvkit explain \(place)` lists them")
        throw ExitStatus.usage
      }
    }
  }

  /// The known spelling of a name that was copied from other tools: `note-owner` for `NOTE_OWNER`.
  private static func known(as name: String) -> String {
    let small = name.lowercased()
    return [name, small, small.replacing("_", with: "-")].first(where: isKnown)
      ?? ReviewedProblem.all.first { $0.name.lowercased() == small }?.name ?? name
  }

  private static func isKnown(_ name: String) -> Bool {
    Rules.named(name) != nil || others.contains { $0.id == name }
      || InstructionClass.named(name) != nil || ReviewedProblem.named(name) != nil
  }

  /// The explanations of a name. Rules of `pvkit check` come first, then those of other commands,
  /// then instructions, then the words of a loader.
  private static func entries(_ name: String) -> [ExplanationListing.Entry] {
    if let rule = Rules.named(name) { return [entry(rule)] }
    if let rule = others.first(where: { $0.id == name }) {
      return [.init(id: rule.id, severities: rule.severities, markdown: text(rule))]
    }
    if let kind = InstructionClass.named(name) {
      return [.init(id: kind.name, severities: [], markdown: text(kind))]
    }
    if let problem = ReviewedProblem.named(name) {
      return [.init(id: problem.name, severities: [.error], markdown: problem.markdown)]
    }
    return rules(about: name).map(entry)
  }

  /// All names that can be explained.
  private static var names: [String] {
    let rules = Rules.all.map { $0.id } + others.map(\.id)
    let problems = ReviewedProblem.all.map(\.name)
    return Suppressions.classes.union(rules).union(problems).sorted()
  }

  /// The rules of commands other than `pvkit check`.
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
    .init(id: rule.id, severities: rule.severities, markdown: text(rule))
  }

  /// The text form of `entries`.
  static func lines(on name: String) -> [String] {
    if let kind = InstructionClass.named(name), Rules.named(name) == nil {
      let head = "\(kind.name) (instructions in a PV guest, Xen \(XenRelease.standard))"
      return [head, ""] + PlainMarkdown(text(kind)).lines
    }
    let entries = entries(name)
    guard entries.count != 1 || entries[0].id != name else {
      return [entries[0].heading, ""] + PlainMarkdown(entries[0].markdown).lines
    }
    return lines(about: name)
  }

  /// The rules that explain a loader's words, and what the words mean. If the words say only that
  /// something failed, their meaning comes first: it says where the reason is, and the rules are many.
  private static func lines(about words: String) -> [String] {
    let rows = LoaderWords.about(words)
    let meaning = rows.compactMap(\.meaning).first
    let lines = rules(about: words).map(line)
    if let meaning, rows.allSatisfy(\.isVague) {
      let head = "\"\(words.printable)\" means: \(meaning)."
      return [head, "", "The reason can be one that these rules find (pvkit explain RULE):", ""]
        + lines
    }
    return ["\"\(words.printable)\" is explained by (pvkit explain RULE):", ""] + lines
      + (meaning.map { ["", "It means: \($0)."] } ?? [])
  }

  /// How the standard release of Xen treats the instruction, for each role if they differ, and an
  /// example.
  private static func text(_ kind: InstructionClass) -> String {
    let rows = DomainRole.allCases.map { role in
      (role, Treatment.of(kind, in: .standard, role: role))
    }
    let texts = rows.map { $0.1.map { "\($0.reason); \($0.cure)" } }
    let words =
      Set(texts).count == 1
      ? texts[0] ?? "A PV kernel may execute it as it is."
      : zip(rows, texts).map {
        "\($0.0.rawValue): \($1 ?? "a PV kernel may execute it as it is")"
      }.joined(separator: "\n\n")
    return words + (InstructionExample.of(kind).map { "\n\n" + $0.markdown } ?? "")
  }

  /// The rules that lead to these words of a loader, the most likely one first, and those whose
  /// explanation contains them. `loader-refuses`, which explains their meaning, precedes them.
  private static func rules(about words: String) -> [any Rule.Type] {
    let plain = LoaderWords.plain(LoaderWords.deciding(words))
    let rows = LoaderWords.about(words)
    let isLong = plain.count >= LoaderWords.shortest
    let mentioning = Rules.all.filter {
      isLong && LoaderWords.has(plain, in: LoaderWords.flat($0.explanation))
    }
    let known = (rows.flatMap(\.rules) + mentioning).reduce(into: [any Rule.Type]()) {
      (known, rule) in
      if !known.contains(where: { $0 == rule }) { known.append(rule) }
    }
    let others = known.filter { $0 != LoaderRefuses.self }
    let isRefusal = known.count > others.count || rows.contains { $0.meaning != nil }
    return (isRefusal ? [LoaderRefuses.self] : []) + others
  }

  /// `note-owner                error or warning         A note that …`: a line of the list of rules.
  private static func line(_ rule: any Rule.Type) -> String {
    let width = Rules.all.map { $0.id.count }.max() ?? 0
    let severityWidth = Rules.all.map { $0.severityWords.count }.max() ?? 0
    return rule.id.padded(to: width) + "  " + rule.severityWords.padded(to: severityWidth) + "  "
      + (PlainMarkdown(rule.summary).lines.first ?? "")
  }
}
