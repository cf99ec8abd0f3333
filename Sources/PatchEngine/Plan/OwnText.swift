// SPDX-License-Identifier: Apache-2.0

/// Recognizes in a file that is taken for vanilla what an edit itself would write there: the tree
/// has the kit on it, but lost its record.
enum OwnText {
  /// The line where it stands; nil when the file has nothing of it.
  ///
  /// - Parameters:
  ///   - splices: what the edit does to the file; nil when it does not fit.
  ///   - symbols: those that the kit brings, which the file has from nobody else.
  static func line(
    of edit: Edit, _ splices: [Splice]?, in text: SourceText, _ symbols: Set<String>
  ) -> Int? {
    let offset =
      splices.map { $0.firstNonNil { stands($0, in: text) } } ?? replacement(of: edit, in: text)
    let symbol = edit.operation.symbol.flatMap { symbols.contains($0) ? $0 : nil }
    return (offset ?? guarded(by: symbol, in: text)).map(text.lineNumber)
  }

  /// An insertion whose text is there already, before or behind its place; a replacement that the
  /// anchor is a part of.
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

  /// The anchor is gone, and what takes its place is there.
  private static func replacement(of edit: Edit, in text: SourceText) -> Int? {
    guard let new = edit.operation.replacement, isTelling(new) else { return nil }
    let anchor = Anchor(bytes: new, extent: .text)
    return anchor.next(in: text, 0..<text.bytes.count)?.lowerBound
  }

  /// A preprocessor's or a Makefile's condition on the symbol that is the kit's own.
  private static func guarded(by symbol: String?, in text: SourceText) -> Int? {
    guard let symbol else { return nil }
    let anchor = Anchor(bytes: Array(symbol.utf8), extent: .word)
    return anchor.places(in: text, 0..<text.bytes.count).first { place in
      let line = text.bytes[text.lineStart(at: place.lowerBound)..<place.lowerBound]
      return ["#if", "# if", "if"].contains { line.starts(with: $0.utf8) }
    }?.lowerBound
  }

  /// Long enough not to be there by chance.
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
