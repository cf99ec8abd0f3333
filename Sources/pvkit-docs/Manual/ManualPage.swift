// SPDX-License-Identifier: Apache-2.0

import Generators

/// The manual page of one command, made from the description in its help.
struct ManualPage {
  /// The first words of paragraphs that become sections of a manual page.
  private static let sections = [
    ("Examples:", "EXAMPLES"), ("Example:", "EXAMPLES"), ("Exit codes:", "EXIT STATUS"),
    ("Environment:", "ENVIRONMENT"), ("Files:", "FILES"),
  ]

  private let command: CommandDescription
  private let release: String

  init(_ command: CommandDescription, release: String) {
    self.command = command
    self.release = release
  }

  var file: GeneratedFile {
    let title =
      ".TH \"\(Roff.escaped(name.uppercased()))\" 1 \"\" \"\(Roff.escaped(release))\" \"pvkit\""
    let blocks = [title, heading, synopsis, description, commands, options] + named + [seeAlso]
    return GeneratedFile(
      path: name + ".1", text: blocks.compactMap { $0 }.joined(separator: "\n") + "\n")
  }

  private var name: String { command.path.joined(separator: "-") }

  private var heading: String {
    var abstract = command.abstract ?? ""
    if abstract.hasSuffix(".") { abstract.removeLast() }
    return section("NAME", "\(Roff.escaped(name)) \\- \(Roff.filled(lowercasedFirst(abstract)))")
  }

  /// A section with its title.
  private func section(_ title: String, _ text: String) -> String {
    ".SH \"\(title)\"\n" + text
  }

  private func lowercasedFirst(_ text: String) -> String {
    let second = text.dropFirst().first
    guard second?.isLowercase == true || second == " " else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private var arguments: [CommandDescription.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  private var synopsis: String {
    let call = Roff.bold(command.path.joined(separator: " "))
    let others = (command.aliases ?? []).map { alias in
      Roff.bold((command.path.dropLast() + [alias]).joined(separator: " "))
    }
    var words = arguments.compactMap(\.synopsis)
    if !command.visible.isEmpty { words.append(Roff.italic("command") + " \\&...") }
    let calls = ([call] + others).map { ([$0] + words).joined(separator: "\n") }
    return section("SYNOPSIS", ".nh\n" + calls.joined(separator: "\n.br\n") + "\n.hy")
  }

  /// The paragraphs of the discussion, as lines.
  private var paragraphs: [[Substring]] {
    (command.discussion ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      .split(whereSeparator: \.isEmpty).map(Array.init)
  }

  private func sectionTitle(_ paragraph: [Substring]) -> (opening: String, title: String)? {
    Self.sections.first { paragraph[0].hasPrefix($0.0) }
  }

  private var description: String? {
    let own = paragraphs.filter { sectionTitle($0) == nil }
    let texts = own.map(text)
    let body = texts.isEmpty ? [Roff.filled(command.abstract ?? "")] : texts
    return section("DESCRIPTION", body.joined(separator: "\n.PP\n"))
  }

  /// The sections with a title of their own.
  private var named: [String?] {
    ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"].map { title in
      let texts = paragraphs.compactMap { paragraph -> String? in
        guard let found = sectionTitle(paragraph), found.title == title else { return nil }
        let first = paragraph[0].dropFirst(found.opening.count).drop { $0 == " " }
        return text((first.isEmpty ? [] : [first]) + paragraph.dropFirst())
      }
      return texts.isEmpty ? nil : section(title, texts.joined(separator: "\n.PP\n"))
    }
  }

  /// Formats lines: indented ones are kept, others are filled.
  private func text(_ lines: [Substring]) -> String {
    var blocks: [String] = []
    var rest = lines[...]
    while let first = rest.first {
      let isKept = first.hasPrefix("  ")
      let run = rest.prefix { $0.hasPrefix("  ") == isKept }
      rest = rest.dropFirst(run.count)
      blocks.append(
        isKept
          ? Roff.kept(run.map { $0.dropFirst(2) }) : run.map(Roff.filled).joined(separator: "\n"))
    }
    return blocks.joined(separator: "\n")
  }

  private var commands: String? {
    guard !command.visible.isEmpty else { return nil }
    let rows = command.visible.map { sub in
      let isDefault = sub.commandName == command.defaultSubcommand ? " This is the default." : ""
      let also =
        (sub.aliases ?? []).isEmpty
        ? "" : ", " + (sub.aliases ?? []).map(Roff.bold).joined(separator: ", ")
      return
        ".TP\n\(Roff.bold(sub.commandName))\(also)\n\(Roff.filled((sub.abstract ?? "") + isDefault))"
    }
    return section("COMMANDS", rows.joined(separator: "\n"))
  }

  private var options: String? {
    guard !arguments.isEmpty else { return nil }
    return section("OPTIONS", arguments.map(\.entry).joined(separator: "\n"))
  }

  private var seeAlso: String? {
    let above = command.path.count > 1 ? [command.path.dropLast().joined(separator: "-")] : []
    let others = above + command.visible.map { $0.path.joined(separator: "-") }
    guard !others.isEmpty else { return nil }
    let pages = others.map { Roff.bold($0) + "(1)" }
    return section("SEE ALSO", pages.joined(separator: ",\n"))
  }
}

extension CommandDescription.Argument {
  private var value: String { Roff.italic(valueName ?? "value") }

  /// The argument in the synopsis; nil for options that every command has.
  fileprivate var synopsis: String? {
    if preferredName?.name == "help" || preferredName?.name == "version" { return nil }
    let call =
      switch kind {
      case "positional": value
      case "flag": Roff.bold(preferredName?.text ?? "")
      default: Roff.bold(preferredName?.text ?? "") + " " + value
      }
    return (isOptional ? "[\(call)]" : call) + (isRepeating ? " \\&..." : "")
  }

  /// The argument in the list of options.
  fileprivate var entry: String {
    let calls = (names ?? []).map { Roff.bold($0.text) }.joined(separator: ", ")
    let head =
      switch kind {
      case "positional": value
      case "flag": calls
      default: calls + " " + value
      }
    var text = abstract ?? ""
    let values = (allValues ?? []).isEmpty ? nil : "values: " + allValues!.joined(separator: ", ")
    let usual = defaultValue.map { "default: \($0)" }
    let facts = [values, usual].compactMap { $0 }
    if !facts.isEmpty { text += " (" + facts.joined(separator: "; ") + ")" }
    return ".TP\n\(head)\n\(Roff.filled(text))"
  }
}
