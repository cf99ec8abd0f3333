// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A drawing of a structure's layouts side by side, for the structures that are most important.
struct OffsetDrawing {
  private static let cell = 48
  private static let rowHeight = 22
  private static let margin = 52
  private static let top = 34
  private static let colours = ["#ddf4ff", "#fff8c5", "#dafbe1", "#fbefff", "#ffebe9"]

  private var svg: Svg

  static func svg(_ layouts: [Layout], of tag: String) -> String {
    let all = layouts.map(OffsetMap.init)
    let isOne = all.allSatisfy { $0 == all.first }
    let maps = isOne ? Array(all.prefix(1)) : all
    let names = layouts.map { "\($0.architecture)" }
    let panel = margin + OffsetMap.width * cell + 16
    let rows = maps.map(\.rows.count).max() ?? 0
    var drawing = OffsetDrawing(
      svg: Svg(
        width: panel * maps.count, height: top + rows * rowHeight + 12,
        title: "Offsets of the members of \(tag)"))
    for (index, map) in maps.enumerated() {
      drawing.draw(
        map, "\(tag) on \(isOne ? names.joined(separator: " and ") : names[index])",
        x: panel * index + margin)
    }
    return drawing.svg.file
  }

  private mutating func draw(_ map: OffsetMap, _ title: String, x: Int) {
    svg.text("\(title): \(map.size) bytes", x, 20, "h")
    let grid = OffsetGrid(map)
    let labels = grid.labels {
      Int(Double($0.columns.count * Self.cell - 10) / Svg.characterWidth)
    }
    for (row, runs) in labels.enumerated() {
      let y = Self.top + row * Self.rowHeight
      svg.text(String(map.rows[row].offset), x - 8, y + 15, "e")
      for (run, label) in runs { fill(run, label, map, x: x, y: y) }
    }
    outline(map, grid, x: x)
  }

  private mutating func fill(
    _ run: OffsetGrid.Run, _ label: String, _ map: OffsetMap, x: Int, y: Int
  ) {
    let isHole = map.boxes[run.box].isHole
    let left = x + run.columns.lowerBound * Self.cell
    svg.box(
      left, y, run.columns.count * Self.cell, Self.rowHeight,
      isHole ? "url(#hole)" : Self.colours[run.box % Self.colours.count])
    if !isHole && !label.isEmpty { svg.text(label, left + 5, y + 15) }
  }

  /// Draws each continuous run of edges as one line.
  private mutating func outline(_ map: OffsetMap, _ grid: OffsetGrid, x: Int) {
    let (rows, columns) = (map.rows.count, OffsetMap.width)
    for row in 0...rows {
      for stretch in Self.stretches(columns, where: { grid.isEdge(above: row, column: $0) }) {
        let y = Self.top + row * Self.rowHeight
        svg.line(x + stretch.lowerBound * Self.cell, y, x + stretch.upperBound * Self.cell, y)
      }
    }
    for column in 0...columns {
      for stretch in Self.stretches(rows, where: { grid.isEdge(leftOf: column, row: $0) }) {
        let left = x + column * Self.cell
        svg.line(
          left, Self.top + stretch.lowerBound * Self.rowHeight, left,
          Self.top + stretch.upperBound * Self.rowHeight)
      }
    }
  }

  private static func stretches(_ count: Int, where holds: (Int) -> Bool) -> [Range<Int>] {
    (0..<count).filter(holds).reduce(into: []) { stretches, index in
      if let last = stretches.last, last.upperBound == index {
        stretches[stretches.count - 1] = last.lowerBound..<index + 1
      } else {
        stretches.append(index..<index + 1)
      }
    }
  }
}
