// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Generators
import HypervisorABI

/// history.md: what was added, changed and removed in each release.
enum HistoryPage {
  static func file(_ history: History) -> GeneratedFile {
    return GeneratedFile(
      path: "history.md",
      text: Markdown.page(
        ["# History", HistoryProse.head, overview(history)]
          + history.steps.reversed().map(section)))
  }

  /// The table of releases, newest first.
  private static func overview(_ history: History) -> String {
    let rows = history.steps.reversed().map { step in
      let changes = step.merged.map(\.change)
      let counts = [
        changes.filter { $0.kind == .added && !$0.isOfMember },
        changes.filter { $0.kind == .removed && !$0.isOfMember },
        changes.filter { $0.isOfMember && !$0.isBreaking },
        changes.filter { $0.isOfMember && $0.isBreaking },
      ].map { $0.isEmpty ? "" : String($0.count) }
      return [Markdown.link("\(step.release)", "#" + anchor(step.release)), version(step.release)]
        + counts
    }
    let first = XenRelease.modelled[0]
    let head = [
      "release", "interface", "names new", "names gone", "members new or renamed",
      "members moved, resized, gone",
    ]
    return Markdown.table(head, rows + [["\(first)", version(first), "all", "", "", ""]])
  }

  private static func version(_ release: XenRelease) -> String {
    Markdown.code(release.interfaceVersion.map(versionLiteral) ?? "")
  }

  private static func title(_ release: XenRelease) -> String { "Xen \(release)" }
  private static func anchor(_ release: XenRelease) -> String { Markdown.anchor(title(release)) }

  private static func section(_ step: History.Step) -> String {
    let merged = step.merged
    let parts = [numbers(merged), wholeStructures(merged), members(merged)]
    let isQuiet = parts.allSatisfy(\.isEmpty)
    return Markdown.page(
      [
        "## " + title(step.release),
        isQuiet ? "No change of what the model describes." : "",
      ] + parts)
  }

  private typealias Changes = [(change: AbiChange, on: Architecture?)]

  /// A table with a row for each group and kind of change.
  private static func numbers(_ changes: Changes) -> String {
    var rows: [(group: String, kind: AbiChange.Kind, names: [String])] = []
    for (change, architecture) in changes {
      guard case .number(let name, let group) = change.subject else { continue }
      let text = Markdown.code(name) + detail(change) + only(architecture)
      if let row = rows.firstIndex(where: { $0.group == group && $0.kind == change.kind }) {
        rows[row].names.append(text)
      } else {
        rows.append((group, change.kind, [text]))
      }
    }
    return Markdown.table(
      ["numbers", "", "names"], rows.map { [$0.group, $0.kind.rawValue, list($0.names)] })
  }

  private static func wholeStructures(_ changes: Changes) -> String {
    let kinds: [AbiChange.Kind] = [.added, .renamed, .removed]
    return Markdown.table(
      ["structures", "names"],
      kinds.compactMap { kind in
        let names = changes.compactMap { change, architecture -> String? in
          guard case .structure(let tag, nil) = change.subject, change.kind == kind else {
            return nil
          }
          return HeaderPage.link(toStructure: tag) + detail(change) + only(architecture)
        }
        return names.isEmpty ? nil : [kind.rawValue, list(names)]
      })
  }

  /// A table with a row for each structure whose members changed.
  private static func members(_ changes: Changes) -> String {
    var rows: [(tag: String, words: [String])] = []
    for (change, architecture) in changes {
      guard case .structure(let tag, let member?) = change.subject else { continue }
      let mark = change.isBreaking ? "**\(change.words)**" : change.words
      let text = "\(Markdown.code(member)) \(mark)\(only(architecture))"
      if let row = rows.firstIndex(where: { $0.tag == tag }) {
        rows[row].words.append(text)
      } else {
        rows.append((tag, [text]))
      }
    }
    return Markdown.table(
      ["structure", "members (breaking changes in bold)"],
      rows.map { [HeaderPage.link(toStructure: $0.tag), list($0.words)] })
  }

  /// The text after a name in a row that already states the kind of change.
  private static func detail(_ change: AbiChange) -> String {
    switch change.kind {
    case .renamed, .renumbered: " → \(Markdown.code(change.after))"
    default: ""
    }
  }

  private static func only(_ architecture: Architecture?) -> String {
    architecture.map { " (\($0))" } ?? ""
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
