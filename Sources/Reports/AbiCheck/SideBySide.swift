// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import GuestTypes
import HypervisorABI

/// Two layouts of one structure side by side, by offset, in the way that pahole prints one.
struct SideBySide {
  /// The members at one offset; either side can be missing.
  private struct Row: Equatable {
    let offset: Int
    var left: Layout.Member?
    var right: Layout.Member?
  }

  let comparison: StructureComparison
  let other: String

  func lines(style: Style) -> [String] {
    let (guest, model) = (comparison.guest, comparison.other)
    let head = [
      " ", "\(guest.kind.rawValue) \(guest.name)", "offset", "size", "\(other)", "offset", "size",
    ]
    let sizes = [" ", "", "", "\(guest.size)", "", "", "\(model.size)"]
    let shown = excerpt(rows)
    let table = Table([head] + shown.map(cells) + [sizes]).lines(indent: 4)
    let marked = [false] + shown.map { $0.map(isWrong) ?? false } + [false]
    return zip(table, marked).map { line, isWrong in isWrong ? style.paint(line, .bad) : line }
  }

  /// The rows that differ, with three rows around each; nil for omitted rows. A short structure is
  /// shown completely.
  private func excerpt(_ rows: [Row]) -> [Row?] {
    guard rows.count > Self.mostRows else { return rows }
    let wrong = rows.indices.filter { isWrong(rows[$0]) }
    var shown: [Row?] = []
    for (index, row) in rows.enumerated() {
      if wrong.contains(where: { abs($0 - index) <= 3 }) {
        shown.append(row)
      } else if shown.last.map({ $0 != nil }) ?? true {
        shown.append(nil)
      }
    }
    return shown
  }

  private static let mostRows = 40

  /// All rows. Members with the same offset and the same name or size share a row.
  private var rows: [Row] {
    var rest = comparison.other.members
    var rows = comparison.guest.members.map { member in
      let index =
        rest.firstIndex { $0.offset == member.offset && $0.path == member.path }
        ?? rest.firstIndex { $0.offset == member.offset && $0.size == member.size }
      return Row(offset: member.offset, left: member, right: index.map { rest.remove(at: $0) })
    }
    rows += rest.map { Row(offset: $0.offset, right: $0) }
    return rows.enumerated().sorted { ($0.1.offset, $0.0) < ($1.1.offset, $1.0) }.map(\.1)
  }

  private func cells(_ row: Row?) -> [String] {
    guard let row else { return [" ", "…", "", "", "…", "", ""] }
    return [isWrong(row) ? "*" : " "] + cells(row.left) + cells(row.right)
  }

  private func cells(_ member: Layout.Member?) -> [String] {
    guard let member else { return ["", "", ""] }
    return ["\(member.type) \(member.name)".printable, "\(member.offset)", "\(member.size)"]
  }

  private func isWrong(_ row: Row) -> Bool {
    comparison.findings.contains { finding in
      finding.used == row.left && row.left != nil
        || row.right.map { $0 == finding.other.first } ?? false
    }
  }
}
