// SPDX-License-Identifier: Apache-2.0

/// The line of a file that an anchor which is not there most probably meant.
enum NearestLine {
  /// The line's number and text; nil when none has half of the anchor's letter pairs.
  ///
  /// - Parameter scope: of whose lines it is one.
  static func find(
    _ anchor: Anchor, in text: SourceText, _ scope: Range<Int>
  ) -> (number: Int, line: String)? {
    guard !scope.isEmpty else { return nil }
    let first = text.lineNumber(at: scope.lowerBound)
    let sought = pairs(anchor.bytes.prefix { $0 != SourceText.newline })
    var best: (share: Double, number: Int, line: ArraySlice<UInt8>)?
    let lines = text.bytes[text.lines(of: scope)].split(
      separator: SourceText.newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let share = likeness(sought, pairs(line.prefix(300)))
      if share > (best?.share ?? 0) { best = (share, first + index, line) }
    }
    return best.map { ($0.number, String(decoding: $0.line.prefix(120), as: UTF8.self)) }
  }

  /// How much of the anchor's pairs a line has, and of two that have as much, the shorter; 0 below
  /// a half.
  private static func likeness(_ anchor: Set<UInt16>, _ line: Set<UInt16>) -> Double {
    let common = Double(anchor.intersection(line).count)
    guard !anchor.isEmpty, common * 2 >= Double(anchor.count) else { return 0 }
    return common / Double(anchor.count) + common / Double(anchor.count + line.count)
  }

  /// Neighbouring bytes; blanks say nothing.
  private static func pairs(_ line: ArraySlice<UInt8>) -> Set<UInt16> {
    let letters = line.filter { $0 > UInt8(ascii: " ") }
    return Set(zip(letters, letters.dropFirst()).map { UInt16($0) << 8 | UInt16($1) })
  }
}
