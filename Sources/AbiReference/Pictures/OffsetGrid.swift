// SPDX-License-Identifier: Apache-2.0

/// The lines of an `OffsetMap`'s picture, which are between bytes of different boxes.
struct OffsetGrid {
  private let map: OffsetMap

  init(_ map: OffsetMap) { self.map = map }

  /// Whether there is a line to the left of a byte; column 8 is the end of the row.
  func isEdge(leftOf column: Int, row: Int) -> Bool {
    owner(row, column - 1) != owner(row, column)
  }

  /// Whether there is a line above a byte; row `rows.count` is below the last one.
  func isEdge(above row: Int, column: Int) -> Bool {
    owner(row - 1, column) != owner(row, column)
  }

  /// The part of a row that a box occupies.
  struct Run: Equatable {
    let box: Int
    let columns: Range<Int>
  }

  func runs(inRow row: Int) -> [Run] {
    var runs: [Run] = []
    for column in 0..<OffsetMap.width {
      guard let box = map.rows[row].boxes[column] else { continue }
      if let last = runs.last, last.box == box, last.columns.upperBound == column {
        runs[runs.count - 1] = Run(box: box, columns: last.columns.lowerBound..<column + 1)
      } else {
        runs.append(Run(box: box, columns: column..<column + 1))
      }
    }
    return runs
  }

  /// The pieces of the boxes' labels for each row.
  ///
  /// - Parameter capacity: the number of characters that fit into a run.
  func labels(fitting capacity: (Run) -> Int) -> [[(run: Run, text: String)]] {
    var rest = map.boxes.map { Array($0.label) }
    let room = capacities(capacity)
    for index in rest.indices where rest[index].count > room[index] {
      rest[index] = shortened(rest[index], to: room[index])
    }
    return map.rows.indices.map { row in
      runs(inRow: row).map { run in
        guard !map.rows[row].isElided else { return (run, "⋮") }
        let text = String(rest[run.box].prefix(capacity(run)))
        rest[run.box].removeFirst(text.count)
        return (run, text)
      }
    }
  }

  private func capacities(_ capacity: (Run) -> Int) -> [Int] {
    var room = [Int](repeating: 0, count: map.boxes.count)
    for row in map.rows.indices where !map.rows[row].isElided {
      for run in runs(inRow: row) { room[run.box] += capacity(run) }
    }
    return room
  }

  /// Shortens a label: to the last component of the path if that fits, else to as much of its
  /// beginning as fits.
  private func shortened(_ label: [Character], to room: Int) -> [Character] {
    let tail = label.split(separator: ".").last.map(Array.init) ?? label
    if !label.contains("|") && tail.count <= room { return tail }
    let text = label.contains("|") ? label : tail
    return Array(text.prefix(max(0, room - 1))) + "…"
  }

  private func owner(_ row: Int, _ column: Int) -> Int? {
    guard map.rows.indices.contains(row), (0..<OffsetMap.width).contains(column) else { return nil }
    return map.rows[row].boxes[column]
  }
}
