// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import HypervisorABI

/// What changed for a guest from one side to another, for `pvkit abi diff`.
public struct DiffListing: JsonDocument {
  public struct Entry: Encodable, Sendable, Equatable {
    /// The processors for which this is so.
    public fileprivate(set) var architectures: [Architecture]
    /// Where the name stands: `structures`, `hypercalls`, `commands of sched_op`.
    public let group: String
    /// `start_info`, `SCHEDOP_poll`.
    public let name: String
    /// Null for a number or a whole structure.
    public let member: Nullable<String>
    public let kind: AbiChange.Kind
    public let breaking: Bool
    /// Null where there was, or is, nothing.
    public let before: Nullable<String>
    public let after: Nullable<String>

    public static func == (one: Entry, other: Entry) -> Bool {
      one.architectures == other.architectures && one.isLike(other)
    }
  }
  public static let form = JsonForm.abiDiff

  /// The sides' titles: `Xen 3.4`, `BTF of vmlinuz`.
  public let before: String
  public let after: String
  public let architectures: [Architecture]
  /// How many of the changes are breaking.
  public let breaking: Int
  /// Breaking ones first.
  public let changes: [Entry]

  /// - Parameter pairs: the two sides on each architecture; one pair at least.
  public init(_ pairs: [(before: AbiView, after: AbiView)]) {
    before = pairs[0].before.title
    after = pairs[0].after.title
    architectures = pairs.map(\.before.architecture)
    let all = pairs.reduce(into: [Entry]()) { entries, pair in
      for change in pair.before.changes(to: pair.after) {
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
  }

  public func lines(style: Style) -> [String] {
    let names = architectures.map(\.rawValue).joined(separator: " and ")
    let counts = "\(breaking) breaking, \(changes.count - breaking) other changes"
    let title = style.paint("\(before) → \(after)", .strong) + " on \(names): \(counts)"
    guard !changes.isEmpty else { return [title] }
    let head = ["", "change", "name", "before", "after", "of"]
    let rows = changes.map { $0.row(all: architectures) }
    return [title]
      + Table([head] + rows).lines { column, cell in
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

  /// The same change, be it on another architecture.
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
