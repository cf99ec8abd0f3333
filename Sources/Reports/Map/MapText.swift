// SPDX-License-Identifier: Apache-2.0

import Base

extension GuestMap {
  /// The text form, without line ends: one line per part from low to high addresses, and the
  /// findings below their parts.
  public func lines(_ style: Style) -> [String] {
    MapText(map: self, style: style).lines
  }
}

private struct MapText {
  let map: GuestMap
  let style: Style

  var lines: [String] {
    let rows = map.rows
    let head = ["virtual", "physical", "size", "what"]
    let table = Table([head] + rows.map(cells)).lines(indent: 2)
    let body = zip(rows, table.dropFirst()).flatMap { row, line in
      [row.item.kind == .unused ? style.paint(line, .dim) : line] + row.marks.flatMap(lines)
    }
    return [
      "\(style.paint(map.image.printable, .strong)): \(map.subject)", "  " + map.heading.printable,
      style.paint(table[0], .dim),
    ] + body + (map.omitted > 0 ? ["  and \(counted(map.omitted, "more segment"))"] : []) + rest
  }

  private func cells(_ row: GuestMap.Row) -> [String] {
    let item = row.item
    return [
      item.virtual.map { hex($0) } ?? "-", hex(item.physical.lowerBound),
      item.physical.isEmpty ? "-" : byteSize(UInt64(item.physical.count)),
      String(repeating: "  ", count: row.depth) + item.title,
    ]
  }

  private func lines(_ mark: GuestMap.Mark) -> [String] {
    let place = mark.outside.map { "\(hex($0)) is outside the domain's memory: " } ?? ""
    return [
      "    \(style.paint(mark.severity)): \(place)\(mark.message.printable) [\(mark.rule)]"
    ]
  }

  /// The findings without a place in memory.
  private var rest: [String] {
    let marks = map.marks.filter { $0.physical == nil }
    return marks.isEmpty ? [] : ["  no place in the domain's memory:"] + marks.flatMap(lines)
  }
}
