// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import HypervisorABI

/// The changes to Xen's interface from one side to another, for `pvkit abi diff`.
public struct DiffListing: JsonDocument {
  public struct Entry: Encodable, Sendable, Equatable {
    /// The architectures that have the change.
    public fileprivate(set) var architectures: [Architecture]
    /// The group that the name is in: `structures`, `hypercalls`, `commands of sched_op`.
    public let group: String
    /// `start_info`, `SCHEDOP_poll`.
    public let name: String
    /// Null for a number or a whole structure.
    public let member: Nullable<String>
    public let kind: AbiChange.Kind
    public let breaking: Bool
    /// The value before the change; null if there was none. The same applies to `after`.
    public let before: Nullable<String>
    public let after: Nullable<String>

    public static func == (one: Entry, other: Entry) -> Bool {
      one.architectures == other.architectures && one.isLike(other)
    }
  }
  public static let form = JsonForm.abiDiff

  /// The titles of the sides: `Xen 3.4`, `BTF of vmlinuz`.
  public let before: String
  public let after: String
  public let architectures: [Architecture]
  /// The number of breaking changes.
  public let breaking: Int
  /// The changes; breaking ones first.
  public let changes: [Entry]

  /// The kind of guest that the changes concern; null for all.
  public let `for`: Nullable<String>
  /// The number of changes that do not concern that kind of guest.
  public let leftOut: Int

  /// - Parameters:
  ///   - pairs: the two sides on each architecture; at least one pair.
  ///   - scope: the kind of guest to list changes for; nil for all.
  public init(_ pairs: [(before: AbiView, after: AbiView)], for scope: GuestScope? = nil) {
    `for` = Nullable(scope?.rawValue)
    before = pairs[0].before.title
    after = pairs[0].after.title
    architectures = pairs.map(\.before.architecture)
    var others: [Entry] = []
    let all = pairs.reduce(into: [Entry]()) { entries, pair in
      for change in pair.before.changes(to: pair.after) {
        if let scope, !scope.concerns(change) {
          let entry = Entry(change, on: pair.before.architecture)
          if !others.contains(where: entry.isLike) { others.append(entry) }
          continue
        }
        let entry = Entry(change, on: pair.before.architecture)
        if let known = entries.firstIndex(where: { $0.isLike(entry) }) {
          entries[known].architectures.append(pair.before.architecture)
        } else {
          entries.append(entry)
        }
      }
    }
    changes = all.filter(\.breaking) + all.filter { !$0.breaking }
    breaking = all.count(where: \.breaking)
    leftOut = others.count
  }

  /// `Xen 3.4 → Xen 4.17 for pv-domu on x86_64: 2 breaking, 40 other changes; 60 do not concern it`
  private func heading(_ style: Style) -> String {
    let names = architectures.map(\.rawValue).joined(separator: " and ")
    let kind = `for`.value.map { " for \($0)" } ?? ""
    let rest = `for`.value == nil ? "" : "; \(leftOut) do not concern it"
    return style.paint("\(before) → \(after)", .strong)
      + "\(kind) on \(names): \(breaking) breaking, \(changes.count - breaking) other changes"
      + rest
  }

  private static let heads = ["", "change", "name", "before", "after", "of"]

  /// The listing as a Markdown page.
  public var markdown: String {
    let cell = { (text: String) in
      text.printable.replacing("|", with: "\\|").replacing("<", with: "&lt;")
    }
    let rows = changes.map {
      "|" + $0.row(all: architectures).map(cell).joined(separator: "|") + "|"
    }
    let head = "|" + Self.heads.joined(separator: "|") + "|\n|--|--|--|--|--|--|"
    return "# \(before.printable) → \(after.printable)\n\n\(cell(heading(.plain)))\n"
      + (rows.isEmpty ? "" : "\n\(head)\n\(rows.joined(separator: "\n"))\n")
  }

  /// The listing as an HTML page.
  ///
  /// - Parameter version: the version of pvkit.
  public func html(version: String) -> String {
    var page = HtmlPage(
      title: "\(before) → \(after)", about: heading(.plain), maker: "pvkit \(version)")
    let names = ["Change", "Name", "Before", "After", "Of", "Effect"]
    for (id, title, entries) in [
      ("breaking", "Breaking changes", changes.filter(\.breaking)),
      ("others", "Other changes", changes.filter { !$0.breaking }),
    ] where !entries.isEmpty {
      let rows = entries.map { entry in
        let row = entry.row(all: architectures)
        return [
          Html.Cell(row[1]), Html.Cell(row[2], "code"), Html.Cell(row[3]), Html.Cell(row[4]),
          Html.Cell(row[5]),
          entry.breaking ? Html.Cell("breaking", "error") : Html.Cell("none", "clean"),
        ]
      }
      page.add(id, title, Html.table(title, names, rows, look: .hidden))
    }
    return page.html
  }

  public func lines(style: Style) -> [String] {
    let title = heading(style)
    guard !changes.isEmpty else { return [title] }
    let rows = changes.map { $0.row(all: architectures) }
    return [title]
      + Table([Self.heads] + rows).lines { column, cell in
        column == 0 && cell.hasPrefix("breaking") ? style.paint(cell, .bad) : cell
      }
  }
}

extension DiffListing.Entry {
  init(_ change: AbiChange, on architecture: Architecture) {
    architectures = [architecture]
    kind = change.kind
    breaking = change.isBreaking
    before = Nullable(change.before.isEmpty ? nil : change.before)
    after = Nullable(change.after.isEmpty ? nil : change.after)
    switch change.subject {
    case .structure(let tag, let member):
      (group, name, self.member) = ("structures", tag, Nullable(member))
    case .number(let name, let group):
      (self.group, self.name, member) = (group, name, Nullable(nil))
    }
  }

  /// Whether the changes are the same apart from the architectures.
  fileprivate func isLike(_ other: Self) -> Bool {
    group == other.group && name == other.name && member.value == other.member.value
      && kind == other.kind && breaking == other.breaking && before.value == other.before.value
      && after.value == other.after.value
  }

  fileprivate func row(all: [Architecture]) -> [String] {
    let path = member.value.map { "\(name).\($0)" } ?? name
    let only = architectures == all ? "" : ", \(architectures.map(\.rawValue).joined()) only"
    return [
      breaking ? "breaking" : "", kind.rawValue, path, before.value ?? "-", after.value ?? "-",
      group + only,
    ]
  }
}
