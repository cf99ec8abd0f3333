// SPDX-License-Identifier: Apache-2.0

import Base

/// The reason why an edit does not fit a file.
struct EditError: Error {
  /// The problem: `"cli" found 2 times, expected 1: lines 10, 12`.
  let problem: String
  /// The line of the entry that has the anchor, from 1; nil if the problem is not an anchor.
  let line: Int?
  /// What is wrong with an anchor.
  enum AnchorFault {
    /// It was not found, or found fewer times than expected.
    case lost
    /// It was found more times than expected.
    case tooOften
  }
  /// The fault of the anchor; nil if the problem is not an anchor.
  let anchor: AnchorFault?

  init(_ problem: String) {
    self.problem = problem
    line = nil
    anchor = nil
  }

  /// The error for an anchor.
  ///
  /// - Parameters:
  ///   - wanted: the expected number of occurrences.
  ///   - found: the occurrences in the scope.
  ///   - scope: the range that was searched.
  init(
    _ anchor: Anchor, wanted: Int, found: [Range<Int>], in text: SourceText, _ scope: Range<Int>
  ) {
    line = anchor.line
    self.anchor = found.count > wanted ? .tooOften : .lost
    let quoted = "\"\(Self.quoted(anchor))\""
    if found.isEmpty {
      problem =
        "\(quoted) not found"
        + (Self.elsewhere(anchor, text, scope) ?? Self.nearest(anchor, text, scope))
      return
    }
    let isMore = found.count > Edit.mostPlaces
    problem =
      "\(quoted) found \(isMore ? "more than \(Edit.mostPlaces) times" : counted(found.count, "time")), "
      + "expected \(wanted): \(Self.lines(found, text))"
  }

  /// The end of the message for an anchor that occurs only outside the scope, or only inside a
  /// longer word or line; nil if it does not occur at all.
  private static func elsewhere(
    _ anchor: Anchor, _ text: SourceText, _ scope: Range<Int>
  ) -> String? {
    let whole = 0..<text.bytes.count
    let outside = anchor.places(in: text, whole, most: 6)
    if !outside.isEmpty {
      return "\(named(scope, text)), only in \(lines(outside, text))"
    }
    guard anchor.extent != .text else { return nil }
    let parts = Anchor(bytes: anchor.bytes, extent: .text).places(in: text, whole, most: 6)
    guard !parts.isEmpty else { return nil }
    return " as a whole \(anchor.extent), only inside a longer one: \(lines(parts, text))"
  }

  /// ` in lines 3 to 20`, the range that was searched; empty if that is the whole file.
  private static func named(_ scope: Range<Int>, _ text: SourceText) -> String {
    guard scope != 0..<text.bytes.count else { return "" }
    let (first, last) = (
      text.lineNumber(at: scope.lowerBound), text.lineNumber(at: scope.upperBound)
    )
    return " in lines \(first) to \(last)"
  }

  private static func lines(_ found: [Range<Int>], _ text: SourceText) -> String {
    let first = found.prefix(5).map { text.lineNumber(at: $0.lowerBound) }
    let numbers = Set(first).sorted().map(String.init)
    return (numbers.count == 1 ? "line " : "lines ") + numbers.joined(separator: ", ")
      + (found.count > first.count ? " …" : "")
  }

  /// The end of the message with the most similar line in the scope, or else in the file.
  private static func nearest(
    _ anchor: Anchor, _ text: SourceText, _ scope: Range<Int>
  ) -> String {
    let place = named(scope, text)
    let whole = 0..<text.bytes.count
    guard text.bytes.count <= 1 << 20 else { return place }
    if let near = NearestLine.find(anchor, in: text, scope) {
      return place + shown(near, anchor, place.isEmpty ? "nearest" : "nearest there")
    }
    guard scope != whole, let near = NearestLine.find(anchor, in: text, whole) else {
      return place + ", nor anything similar"
    }
    return "\(place), nor anything similar there" + shown(near, anchor, "nearest in the file")
  }

  private static func shown(
    _ near: (number: Int, line: String), _ anchor: Anchor, _ words: String
  ) -> String {
    guard !hasOtherBlanks(near.line, than: anchor) else {
      let line = near.line.replacing("\t", with: "\\t")
      return "; line \(near.number) has other blanks, tabs are shown as \\t: \"\(line)\""
    }
    let line = near.line.split(separator: "\t").joined(separator: " ")
    return "; \(words) is line \(near.number): \"\(line)\""
  }

  private static func hasOtherBlanks(_ line: String, than anchor: Anchor) -> Bool {
    func letters(_ bytes: some Sequence<UInt8>) -> String {
      String(decoding: bytes.filter { $0 > UInt8(ascii: " ") }, as: UTF8.self)
    }
    return letters(line.utf8).contains(letters(anchor.bytes.prefix { $0 != SourceText.newline }))
  }

  /// The anchor's first line, shortened, with tabs shown as \\t.
  private static func quoted(_ anchor: Anchor) -> String {
    let line = anchor.bytes.prefix { $0 != SourceText.newline }
    return String(decoding: line.prefix(80), as: UTF8.self).replacing("\t", with: "\\t")
      + (line.count > 80 || line.count < anchor.bytes.count ? "…" : "")
  }
}
