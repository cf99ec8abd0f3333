// SPDX-License-Identifier: Apache-2.0

/// Lines of C, assembly or Makefiles that end in a backslash, which joins them to the next line.
enum JoinedLines {
  /// Checks that an edit does not join or separate other lines than its own.
  ///
  /// - Throws: if the edit inserts a condition between joined lines or joins a condition's end to
  ///   its text, if its text separates joined lines, or if the line after the edit would be joined
  ///   differently than before.
  static func check(
    _ edit: Edit, _ splices: [Splice], in text: SourceText
  ) throws(EditError) {
    if edit.operation.symbol != nil {
      for splice in splices where isJoined(before: splice.range.lowerBound, text) {
        let line = text.lineNumber(at: splice.range.lowerBound)
        throw EditError(
          "a condition would be inside lines that a backslash joins, before line \(line); wrap all of "
            + "them, or define the macro under another name")
      }
      if endsInBackslash(edit.action.last ?? []) {
        throw EditError(
          "the end of the condition would be joined to the text, which ends in a backslash")
      }
    }
    for splice in splices where edit.operation.symbol == nil {
      if let problem = problem(of: splice, in: text) { throw EditError(problem) }
    }
  }

  /// The problem with the line ends of the new text and of the line after it; nil if there is none.
  private static func problem(of splice: Splice, in text: SourceText) -> String? {
    let (range, new) = (splice.range, splice.text)
    let newline = SourceText.newline
    let isWhole = range.upperBound == 0 || text.bytes[range.upperBound - 1] == newline
    let isAtEnd = range.upperBound == text.bytes.count
    guard isWhole || isAtEnd || text.bytes[range.upperBound] == newline else { return nil }
    let parts = new.split(separator: newline, omittingEmptySubsequences: false)
    let isEnded = isWhole || (isAtEnd && new.last == newline)
    let lines = new.isEmpty ? [] : parts.dropLast(isEnded ? 1 : 0)
    func isJoined(_ offset: Int) -> Bool {
      isWhole ? self.isJoined(before: offset, text) : ends(text.bytes[..<offset])
    }
    let (isFirst, wasJoined) = (isJoined(range.lowerBound), isJoined(range.upperBound))
    let isStillJoined = new.isEmpty ? isFirst : lines.last.map(ends) ?? false
    let line = text.lineNumber(at: range.lowerBound)
    if wasJoined, !isStillJoined {
      return
        "the line after it, which a backslash joins to the one before, would no longer be joined; end "
        + "the text with a backslash, or replace all of the joined lines"
    }
    if isStillJoined, !wasJoined {
      return new.isEmpty
        ? "the line after it would be joined to line \(isWhole ? line - 1 : line), which ends in a "
          + "backslash; replace both"
        : "the line after it would be joined to the text, which ends in a backslash"
    }
    guard wasJoined, isWhole, isFirst, lines.contains(where: { !ends($0) }) else { return nil }
    return "the text has a line without a backslash among lines that a backslash joins"
  }

  /// Whether a text joins the line that is written after it. The preprocessor ignores blanks after
  /// the backslash, and empty lines at the end of a text are left out of its condition.
  private static func endsInBackslash(_ text: [UInt8]) -> Bool {
    text.last { $0 > UInt8(ascii: " ") } == UInt8(ascii: "\\")
  }

  private static func ends(_ line: ArraySlice<UInt8>) -> Bool { line.last == UInt8(ascii: "\\") }

  private static func isJoined(before offset: Int, _ text: SourceText) -> Bool {
    let line = text.bytes[..<offset]
    // The file's last line may lack its newline; what is inserted after it adds one.
    guard line.last == SourceText.newline else {
      return offset == text.bytes.count && ends(line)
    }
    return ends(line.dropLast())
  }
}
