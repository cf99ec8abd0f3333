// SPDX-License-Identifier: Apache-2.0

import Commands
import Reports
import Testing

/// Aligned columns without blanks at the ends of lines.
@Suite struct TableTests {
  @Test(arguments: [
    ([["a", "b"], ["long", ""]], ["a     b", "long"]),
    ([["a", "", "c"], ["", "b", ""], ["x", "", ""]], ["a     c", "   b", "x"]),
    ([["", ""], ["a", "b"]], ["", "a  b"]),
    ([[]], [""]),
  ]) func emptyCellsAtTheEnd(rows: [[String]], lines: [String]) {
    #expect(Table(rows).lines() == lines)
    #expect(Table(rows).lines(indent: 2) == lines.map { $0.isEmpty ? "" : "  " + $0 })
  }

  /// A verdict without a reason or guest type.
  @Test(arguments: [["check"], ["check", "--xen", "3.0.2,4.17"], ["scan", "--calls"]])
  func linesOfACommand(words: [String]) throws {
    for image in [try DebianImages.linux(), try DebianImages.gnumach()] {
      let lines = try Command.run([Places.pvkit] + words + [image]).output.split(separator: "\n")
      #expect(!lines.isEmpty && lines.allSatisfy { $0.last != " " }, "\(lines)")
    }
  }
}
