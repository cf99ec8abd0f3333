// SPDX-License-Identifier: Apache-2.0

import Base

/// `pvkit map` as a page: the picture, the same as a table, and what is wrong.
public struct MapPage: Sendable {
  private let map: GuestMap
  private let version: String

  /// - Parameter version: pvkit's own.
  public init(_ map: GuestMap, version: String) {
    self.map = map
    self.version = version
  }

  /// The whole file.
  public var html: String {
    var page = HtmlPage(
      title: "Memory of \(map.image)", about: "\(map.subject). \(map.heading)",
      maker: "pvkit \(version)")
    page.add("picture", "Picture", Self.picture(map))
    page.add("table", "Table", Self.table(map))
    if !map.marks.isEmpty { page.add("findings", "Findings", findings) }
    return page.html
  }

  static func picture(_ map: GuestMap) -> String {
    "<div class=\"scroll\" role=\"region\" aria-label=\"Picture\" tabindex=\"0\">\n"
      + MapDrawing(map).element + "\n</div>"
  }

  static func table(_ map: GuestMap) -> String {
    let rows = map.rows.map { row -> [Html.Cell] in
      let item = row.item
      let marks = row.marks.map { "\($0.severity.rawValue) \($0.rule)" }.joined(separator: ", ")
      return [
        Html.Cell(String(repeating: "\u{a0}\u{a0}", count: row.depth) + item.title),
        Html.Cell(item.kind.name),
        Html.Cell(item.virtual.map { hex($0) } ?? "–", "code"),
        Html.Cell(hex(item.physical.lowerBound), "code"),
        Html.Cell(item.physical.isEmpty ? "–" : byteSize(UInt64(item.physical.count)), "n"),
        Html.Cell(marks, row.marks.map(\.severity).min()?.rawValue ?? ""),
      ]
    }
    return Html.table(
      "From low to high addresses; physical addresses are the guest's own",
      ["Part", "Kind", "Virtual", "Physical", "Size", "Findings"], rows)
  }

  private var findings: String {
    Html.table(
      "What pvkit check finds; pvkit explain RULE describes each rule",
      ["Rule", "Severity", "Where", "Message"],
      map.marks.map {
        [
          Html.Cell($0.rule, "code"), Html.Cell($0.severity.rawValue, $0.severity.rawValue),
          Html.Cell($0.place), Html.Cell($0.message),
        ]
      })
  }
}
