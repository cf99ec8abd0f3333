// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// hypercalls.md: all hypercalls with their names, arguments, handlers and commands.
enum HypercallsPage {
  static let path = "hypercalls.md"

  static let file = GeneratedFile(
    path: path,
    text: Markdown.page(
      [
        "# Hypercalls", HypercallsProse.head, overview, HypercallsProse.handlers,
      ] + Hypercall.all.map(section)))

  /// A link to a call's section, for other pages.
  static func link(to call: Hypercall) -> String {
    Markdown.link(Markdown.code(call.name), path + "#" + anchor(of: call))
  }

  /// The target of a link to a call's section.
  static func target(of call: Hypercall) -> String { path + "#" + anchor(of: call) }

  private static func heading(of call: Hypercall) -> String { "\(call.number) \(call.name)" }
  private static func anchor(of call: Hypercall) -> String { Markdown.anchor(heading(of: call)) }

  private static let overview = Markdown.table(
    ["#", "name", "other names", "releases"] + Hypercall.Caller.allCases.map(\.rawValue),
    Hypercall.all.map { call in
      [
        String(call.number), Markdown.link(call.name, "#" + anchor(of: call)),
        call.otherNames.map { names($0) }.joined(separator: ", "), call.span.wholeWords,
      ] + Hypercall.Caller.allCases.map { call.handlers[$0].rawValue }
    })

  private static func section(_ call: Hypercall) -> String {
    Markdown.page([
      "## " + heading(of: call), facts(of: call), signatures(of: call), commands(of: call),
    ])
  }

  private static func facts(of call: Hypercall) -> String {
    let others = call.otherNames.map { "Also \(names($0))." }
    return
      (["\(Markdown.code(call.macro)), \(call.span.wholeWords)."] + others + structures(of: call))
      .joined(separator: " ")
  }

  /// The structures of the model that the arguments of a call point to.
  private static func structures(of call: Hypercall) -> [String] {
    let tags = call.arguments.compactMap { argument in
      argument.type.split(separator: " ").drop { $0 != "struct" }.dropFirst().first.map(String.init)
    }
    let known = tags.filter { tag in Structure.all.contains { $0.name == tag } }
    return known.map { "Takes \(HeaderPage.link(toStructure: $0))." }
  }

  private static func names(_ other: Hypercall.OtherName) -> String {
    let name = Markdown.code(other.name)
    return other.span.until.map { "\(name) before \($0)" } ?? "\(name) since \(other.span.since)"
  }

  private static func signatures(of call: Hypercall) -> String {
    let wide = signature(call, call.arguments)
    let lines = call.arguments32.map { ["// 64-bit", wide, "// 32-bit", signature(call, $0)] }
    return "```c\n" + (lines ?? [wide]).joined(separator: "\n") + "\n```"
  }

  private static func signature(_ call: Hypercall, _ arguments: [Hypercall.Argument]) -> String {
    let list = arguments.map(\.declaration).joined(separator: ", ")
    return "long \(call.name)(\(list.isEmpty ? "void" : list));"
  }

  private static func commands(of call: Hypercall) -> String {
    guard let group = call.commands else { return "" }
    let table = Markdown.table(
      ["command", "value", "releases", "argument"],
      group.constants.map { command in
        [
          Markdown.code(command.name), command.literal, command.span.words,
          argument(of: command, in: call).map(HeaderPage.link(toStructure:)) ?? "",
        ]
      })
    return ConstantSection.link(to: group) + ":\n\n" + table
  }

  /// The structure for a command. Nil for the compatibility calls, which pass their arguments in
  /// other ways.
  static func argument(of command: Constant, in call: Hypercall) -> String? {
    call.name.hasSuffix("_compat") ? nil : CommandArguments.structure(of: command.name)
  }
}
