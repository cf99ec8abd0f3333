// SPDX-License-Identifier: Apache-2.0

import Base

extension GuestMap {
  /// A whole HTML page: the drawing, the same as a table, and the findings.
  ///
  /// - Parameter version: the version of pvkit.
  public func page(version: String) -> String {
    var page = HtmlPage(
      title: "Memory of \(image)", about: "\(subject). \(heading)",
      maker: "pvkit \(version)")
    page.add("picture", "Picture", Self.scrolled(MapDrawing(self).element, "Picture"))
    page.add(
      "table", "Table", table("From low to high addresses; physical addresses are the guest's own"))
    if !marks.isEmpty { page.add("findings", "Findings", findings) }
    return page.html
  }

  /// A scrollable region with the drawing, which can be wider than the page, and a label.
  static func scrolled(_ picture: String, _ name: String) -> String {
    "<div class=\"scroll\" role=\"region\" aria-label=\"\(name.markup)\" tabindex=\"0\">\n"
      + picture + "\n</div>"
  }

  /// The map as a table.
  func table(_ caption: String, look: Html.CaptionLook = .line) -> String {
    let cells = rows.map { row -> [Html.Cell] in
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
      caption, ["Part", "Kind", "Virtual", "Physical", "Size", "Findings"], cells, look: look)
  }

  private var findings: String {
    Html.table(
      "What pvkit check finds; pvkit explain RULE describes each rule",
      ["Rule", "Severity", "Where", "Message"],
      marks.map {
        [
          Html.Cell($0.rule, "code"), Html.Cell($0.severity.rawValue, $0.severity.rawValue),
          Html.Cell($0.place), Html.Cell($0.message),
        ]
      })
  }
}
