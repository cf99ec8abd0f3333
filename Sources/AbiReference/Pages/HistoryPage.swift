// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Generators
import HypervisorABI

/// history.md: what came, changed and went, release by release.
enum HistoryPage {
  static func file(_ history: History) -> GeneratedFile {
    let jumps = history.steps.map { Markdown.link("\($0.release)", "#" + anchor($0.release)) }
    return GeneratedFile(
      path: "history.md",
      text: Markdown.page(
        ["# History", HistoryProse.head, jumps.joined(separator: " · ")]
          + history.steps.reversed().map(section)))
  }

  private static func title(_ release: XenRelease) -> String { "Xen \(release)" }
  private static func anchor(_ release: XenRelease) -> String { Markdown.anchor(title(release)) }

  private static func section(_ step: History.Step) -> String {
    let merged = step.merged
    let version = step.release.interfaceVersion.map { versionLiteral($0) } ?? ""
    let parts = [numbers(merged), wholeStructures(merged), members(merged)]
    let isQuiet = parts.allSatisfy(\.isEmpty)
    return Markdown.page(
      [
        "## " + title(step.release),
        "Interface version \(Markdown.code(version))."
          + (isQuiet ? " Nothing that a guest sees changed." : ""),
      ] + parts)
  }

  private typealias Changes = [(change: AbiChange, on: Architecture?)]

  /// A row for each group and kind: names that came, went, were renamed.
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

  /// A row for each structure whose members changed.
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

  /// What stands behind a name in a row that says the kind already.
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
