// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// An `OffsetMap` in characters: eight bytes per row, with hatched holes.
struct OffsetText {
  private static let cell = 5
  private let map: OffsetMap
  private let grid: OffsetGrid

  /// Both architectures side by side; a single picture if they are equal.
  static func lines(_ layouts: [Layout]) -> [String] {
    let maps = layouts.map(OffsetMap.init)
    let names = layouts.map { "\($0.architecture)" }
    if let first = maps.first, maps.allSatisfy({ $0 == first }) {
      return OffsetText(first).lines(title: names.joined(separator: " and "))
    }
    let columns = zip(maps, names).map { OffsetText($0).lines(title: $1) }
    return (0..<(columns.map(\.count).max() ?? 0)).map { row in
      trimmed(columns.map { padded($0.indices.contains(row) ? $0[row] : "") }.joined())
    }
  }

  private init(_ map: OffsetMap) {
    self.map = map
    grid = OffsetGrid(map)
  }

  private func lines(title: String) -> [String] {
    let labels = grid.labels { $0.columns.count * Self.cell - 1 }
    var lines = ["      \(title): \(map.size) bytes"]
    for row in map.rows.indices {
      lines += border(above: row) + [text(row, labels[row])]
    }
    return lines + border(above: map.rows.count)
  }

  /// The border above a row; empty if the rows above and below belong to one box.
  private func border(above row: Int) -> [String] {
    let columns = 0..<OffsetMap.width
    guard columns.contains(where: { grid.isEdge(above: row, column: $0) }) else { return [] }
    let parts = (0...OffsetMap.width).map { column -> String in
      let corner = corner(row, column)
      guard columns.contains(column) else { return corner }
      return corner + filled(row, column)
    }
    return [Self.trimmed("      " + parts.joined())]
  }

  private func filled(_ row: Int, _ column: Int) -> String {
    let count = Self.cell - 1
    if grid.isEdge(above: row, column: column) { return String(repeating: "─", count: count) }
    return String(repeating: isHole(row, column) ? "░" : " ", count: count)
  }

  private func isHole(_ row: Int, _ column: Int) -> Bool {
    guard map.rows.indices.contains(row), let box = map.rows[row].boxes[column] else {
      return false
    }
    return map.boxes[box].isHole
  }

  private func text(_ row: Int, _ labels: [(run: OffsetGrid.Run, text: String)]) -> String {
    let offset = String(map.rows[row].offset)
    var line = String(repeating: " ", count: max(0, 5 - offset.count)) + offset + " "
    for (run, label) in labels {
      let room = run.columns.count * Self.cell - 1
      let fill = map.boxes[run.box].isHole ? "░" : " "
      let text = fill == "░" ? "" : label
      line += "│" + text + String(repeating: fill, count: max(0, room - text.count))
    }
    return line + "│"
  }

  private func corner(_ row: Int, _ column: Int) -> String {
    let up = row > 0 && grid.isEdge(leftOf: column, row: row - 1)
    let down = row < map.rows.count && grid.isEdge(leftOf: column, row: row)
    let left = column > 0 && grid.isEdge(above: row, column: column - 1)
    let right = column < OffsetMap.width && grid.isEdge(above: row, column: column)
    let key = (up ? 8 : 0) + (down ? 4 : 0) + (left ? 2 : 0) + (right ? 1 : 0)
    return Self.corners[key]
  }

  /// The box-drawing characters, indexed by the bits for up, down, left, right.
  private static let corners = Array(" ───│┌┐┬│└┘┴│├┤┼").map(String.init)

  private static func padded(_ line: String) -> String {
    line + String(repeating: " ", count: max(0, 50 - line.count))
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
