// SPDX-License-Identifier: Apache-2.0

/// The line of a file that an anchor without occurrences most probably refers to.
enum NearestLine {
  /// The number and text of the most similar line; nil if no line has half of the anchor's pairs of
  /// bytes.
  ///
  /// - Parameter scope: the range whose lines are compared.
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

  /// The share of the anchor's pairs that the line has, plus a smaller term that prefers shorter
  /// lines; 0 if the share is less than a half.
  private static func likeness(_ anchor: Set<UInt16>, _ line: Set<UInt16>) -> Double {
    let common = Double(anchor.intersection(line).count)
    guard !anchor.isEmpty, common * 2 >= Double(anchor.count) else { return 0 }
    return common / Double(anchor.count) + common / Double(anchor.count + line.count)
  }

  /// The pairs of neighbouring bytes, without blanks.
  private static func pairs(_ line: ArraySlice<UInt8>) -> Set<UInt16> {
    let letters = line.filter { $0 > UInt8(ascii: " ") }
    return Set(zip(letters, letters.dropFirst()).map { UInt16($0) << 8 | UInt16($1) })
  }
}
