// SPDX-License-Identifier: Apache-2.0

/// Detects the text of an edit in a file that should be vanilla: then the kit was applied to the
/// tree, but its record is lost.
enum OwnText {
  /// The number of the line with the text; nil if the file does not contain it.
  ///
  /// - Parameters:
  ///   - splices: the splices of the edit; nil if it does not fit the file.
  ///   - symbols: the symbols that the kit defines, which vanilla files do not contain.
  static func line(
    of edit: Edit, _ splices: [Splice]?, in text: SourceText, _ symbols: Set<String>
  ) -> Int? {
    let offset =
      splices.map { $0.firstNonNil { stands($0, in: text) } } ?? replacement(of: edit, in: text)
    let symbol = edit.operation.symbol.flatMap { symbols.contains($0) ? $0 : nil }
    return (offset ?? guarded(by: symbol, in: text)).map(text.lineNumber)
  }

  /// The offset of text that a splice would write: for an insertion, text that is already before or
  /// after its place; for a replacement, text that contains the anchor and surrounds it.
  private static func stands(_ splice: Splice, in text: SourceText) -> Int? {
    guard isTelling(splice.text) else { return nil }
    let (start, end, count) = (splice.range.lowerBound, splice.range.upperBound, splice.text.count)
    if splice.range.isEmpty {
      if text.bytes[..<start].suffix(count).elementsEqual(splice.text) { return start - count }
      return text.bytes[end...].starts(with: splice.text) ? end : nil
    }
    let old = Anchor(bytes: Array(text.bytes[splice.range]), extent: .text)
    let inside = old.next(in: SourceText(bytes: splice.text), 0..<count)
    guard let inside, inside.lowerBound <= start else { return nil }
    let place = start - inside.lowerBound
    return text.bytes[place...].starts(with: splice.text) ? place : nil
  }

  /// The offset of the edit's replacement, for an edit that does not fit. The anchors that it
  /// replaced are gone, and its text is there as often as they were: otherwise the text is the
  /// release's own, for example as a part of the anchor.
  private static func replacement(of edit: Edit, in text: SourceText) -> Int? {
    guard let new = edit.operation.replacement, isTelling(new) else { return nil }
    let written = Anchor(bytes: new, extent: .text).places(in: text, 0..<text.bytes.count)
    guard written.count >= edit.count else { return nil }
    if let find = edit.find, let scope = try? edit.range(in: text) {
      let source = SourceText(bytes: new)
      let isKept = find.next(in: source, 0..<new.count) != nil
      if !isKept, find.next(in: text, scope) != nil { return nil }
    }
    return written.first?.lowerBound
  }

  /// The offset of a condition of the preprocessor or make on a symbol of the kit.
  private static func guarded(by symbol: String?, in text: SourceText) -> Int? {
    guard let symbol else { return nil }
    let anchor = Anchor(bytes: Array(symbol.utf8), extent: .word)
    return anchor.places(in: text, 0..<text.bytes.count).first { place in
      let line = text.bytes[text.lineStart(at: place.lowerBound)..<place.lowerBound]
      return ["#if", "# if", "if"].contains { line.starts(with: $0.utf8) }
    }?.lowerBound
  }

  /// Whether a text is long enough that it does not occur by chance: at least 8 characters that are
  /// not blanks.
  static func isTelling(_ text: [UInt8]) -> Bool {
    text.count { $0 > UInt8(ascii: " ") } >= 8
  }
}

extension Sequence {
  fileprivate func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
    for element in self { if let result = transform(element) { return result } }
    return nil
  }
}
