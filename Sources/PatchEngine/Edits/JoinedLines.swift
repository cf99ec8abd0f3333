// SPDX-License-Identifier: Apache-2.0

/// Lines that a backslash at their ends makes one of, in C, assembly and Makefiles.
enum JoinedLines {
  /// - Throws: when an edit puts a condition between such lines, or takes the last of them away, so that
  ///   the next line would be joined.
  static func check(
    _ edit: Edit, _ splices: [Splice], at places: [Place], in text: SourceText
  ) throws(Misfit) {
    if edit.operation.symbol != nil {
      for splice in splices where isJoined(before: splice.range.lowerBound, text) {
        let line = text.lineNumber(at: splice.range.lowerBound)
        throw Misfit(
          "a condition would stand in lines that a backslash joins, before line \(line); wrap all of "
            + "them, or give what they are for another name")
      }
    }
    guard edit.operation.replacement?.isEmpty ?? true else { return }
    for place in places {
      guard let range = edit.operation.removed(at: place), range == place.lines,
        isJoined(before: range.lowerBound, text), !isJoined(before: range.upperBound, text)
      else { continue }
      throw Misfit(
        "the line behind would be joined to line \(text.lineNumber(at: range.lowerBound) - 1), which ends "
          + "in a backslash; replace both")
    }
  }

  private static func isJoined(before offset: Int, _ text: SourceText) -> Bool {
    offset > 1 && text.bytes[offset - 1] == SourceText.newline
      && text.bytes[offset - 2] == UInt8(ascii: "\\")
  }
}
