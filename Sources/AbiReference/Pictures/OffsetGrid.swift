// SPDX-License-Identifier: Apache-2.0

/// Where an `OffsetMap`'s picture has lines: between bytes of different boxes.
struct OffsetGrid {
  private let map: OffsetMap

  init(_ map: OffsetMap) { self.map = map }

  /// Left of that byte of that row; 8 is the row's end.
  func isEdge(leftOf column: Int, row: Int) -> Bool {
    owner(row, column - 1) != owner(row, column)
  }

  /// Above that byte of that row; `rows.count` is below the last.
  func isEdge(above row: Int, column: Int) -> Bool {
    owner(row - 1, column) != owner(row, column)
  }

  /// The part of a row that one box takes.
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

  /// The piece of a box's label for each of its runs, given how many characters fit a run.
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

  /// The path's last part if that fits, else as much of the beginning as does.
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
