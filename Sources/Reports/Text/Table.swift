// SPDX-License-Identifier: Apache-2.0

/// Rows of cells in aligned columns, two spaces apart. The last cell of a row that is not empty ends
/// its line, without blanks.
public struct Table: Sendable {
  /// The cells, row by row.
  public var rows: [[String]]

  public init(_ rows: [[String]] = []) { self.rows = rows }

  /// One line per row. `paint` may colour a cell after it was padded.
  public func lines(
    indent: Int = 0, paint: (_ column: Int, _ cell: String) -> String = { $1 }
  ) -> [String] {
    let widths = columnWidths
    return rows.map { row in
      let last = row.lastIndex { !$0.isEmpty } ?? -1
      let cells = row.prefix(last + 1).enumerated().map { column, cell in
        paint(column, column == last ? cell : cell.padded(to: widths[column]))
      }
      return (cells.isEmpty ? "" : String(repeating: " ", count: indent))
        + cells.joined(separator: "  ")
    }
  }

  private var columnWidths: [Int] {
    let columns = rows.map(\.count).max() ?? 0
    return (0..<columns).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
  }
}

extension String {
  /// The text with blanks behind it, up to a number of characters.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
