// SPDX-License-Identifier: Apache-2.0

/// A C statement that is the body of an `if`, `else`, `for`, `while` or `do` without braces. If it
/// is removed, the next statement becomes the body; if a statement is inserted before it, that one
/// becomes the body.
enum ControlBody {
  /// Checks that an edit does not change which statements are bodies.
  ///
  /// - Throws: if another statement would become a body.
  static func check(
    _ edit: Edit, at places: [EditPlace], in text: SourceText, path: String
  ) throws(EditError) {
    guard path.hasSuffix(".c") || path.hasSuffix(".h") else { return }
    for place in places {
      guard let change = edit.operation.change(at: place, in: text),
        let head = head(before: change.offset, in: text)
      else { continue }
      let word = "\"\(head.word)\" in line \(text.lineNumber(at: head.offset))"
      if case .substitution(let range, let new) = change {
        if let problem = problem(of: new, for: range, in: text, word) { throw EditError(problem) }
        continue
      }
      let line = text.lineNumber(at: head.offset)
      switch change {
      case .removal:
        throw EditError(
          "the next statement would become the body of \"\(head.word)\" in line \(line), which has no "
            + "braces; leave an empty statement: \(edit.operation.emptyStatement)")
      case .insertion:
        throw EditError(
          "the inserted statement would become the body of \"\(head.word)\" in line \(line), which has "
            + "no braces, instead of the present one; insert it elsewhere, or replace both")
      case .substitution: break
      }
    }
  }

  /// The problem with the new text of a body; nil if there is none.
  private static func problem(
    of new: [UInt8], for range: Range<Int>, in text: SourceText, _ word: String
  ) -> String? {
    // Which statements of a text with directives count depends on the configuration.
    guard !new.contains(UInt8(ascii: "#")) else { return nil }
    let statements = CStatements(new, new.indices)
    if statements.count > 1, CStatements(text.bytes, range).count == 1 {
      return
        "only the first of \(statements.count) statements would be the body of \(word), which has "
        + "no braces; put them in braces"
    }
    let behind = range.upperBound..<min(text.bytes.count, range.upperBound + CTokens.most)
    guard statements.endsInIf, CTokens(text.bytes, behind).all.first?.text == "else" else {
      return nil
    }
    return
      "the \"else\" after it would belong to the \"if\" in the text instead of \(word); put the text "
      + "in braces"
  }

  /// The effect of an operation on the statements at its place.
  enum Change {
    /// The code from this offset on is removed, and not replaced by other code.
    case removal(Int)
    /// Whole statements are inserted at this offset.
    case insertion(Int)
    /// The code in the range is replaced by other code.
    case substitution(Range<Int>, [UInt8])

    var offset: Int {
      switch self {
      case .removal(let offset), .insertion(let offset): offset
      case .substitution(let range, _): range.lowerBound
      }
    }
  }

  /// The keyword whose body begins at an offset without a brace; nil if no body begins there.
  static func head(before offset: Int, in text: SourceText) -> (word: String, offset: Int)? {
    let tokens = CTokens.before(offset, in: text)
    guard let last = tokens.last else { return nil }
    if ["else", "do"].contains(last.text) { return (last.text, last.offset) }
    guard last.text == ")" else { return nil }
    var depth = 0
    for index in tokens.indices.reversed() {
      if tokens[index].text == ")" { depth += 1 }
      if tokens[index].text == "(" { depth -= 1 }
      guard depth == 0 else { continue }
      guard index > 0, isControl(tokens[index - 1].text) else { return nil }
      // This is the end of do { } while ().
      if tokens[index - 1].text == "while", index > 1, tokens[index - 2].text == "}" { return nil }
      return (tokens[index - 1].text, tokens[index - 1].offset)
    }
    return nil
  }

  static func isControl(_ word: String) -> Bool {
    ["if", "for", "while", "switch"].contains(word) || word.contains("for_each")
  }

  /// Whether a text contains code.
  static func hasCode(_ text: [UInt8]) -> Bool { !CTokens(text, text.indices).all.isEmpty }

  /// Whether a text ends with the end of a statement.
  static func endsStatement(_ text: [UInt8]) -> Bool {
    [";", "}"].contains(CTokens(text, text.indices).all.last?.text)
  }
}

/// The tokens of C: names, numbers and single punctuation characters. Comments and directives are
/// skipped. A quoted text is one token, its opening quote.
struct CTokens {
  private(set) var all: [(text: String, offset: Int)] = []
  private let bytes: [UInt8]
  private let end: Int
  private var next: Int

  /// The number of bytes to examine around a place: more than the head of a statement, with a long
  /// comment or line before it, occupies.
  static let most = 8192

  /// The tokens before an offset, from at least `most` bytes before it or from the start of the
  /// text.
  static func before(_ offset: Int, in text: SourceText) -> [(text: String, offset: Int)] {
    let first = max(0, offset - most)
    let start = max(text.lineStart(at: first), first - most)
    return CTokens(text.bytes, start..<offset).all
  }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    end = range.upperBound
    next = range.lowerBound
    skipCommentAroundStart()
    while next < end { step() }
  }

  /// If the range begins inside a comment, starts after that comment.
  private mutating func skipCommentAroundStart() {
    var index = next
    while index + 1 < end {
      if at("/*", index) { return }
      if at("*/", index) {
        next = index + 2
        return
      }
      index += 1
    }
  }

  private func at(_ sign: StaticString, _ index: Int) -> Bool {
    index + sign.utf8CodeUnitCount <= end
      && (0..<sign.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == sign.utf8Start[$0] }
  }

  private mutating func step() {
    let byte = bytes[next]
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0xc:
      next += 1
    case UInt8(ascii: "#") where isAtLineStart: skipDirective()
    case UInt8(ascii: "/") where at("/*", next): skip(behind: "*/")
    case UInt8(ascii: "/") where at("//", next): skip(behind: "\n")
    case UInt8(ascii: "\""), UInt8(ascii: "'"): quoted(byte)
    default: isWord(byte) ? word() : sign()
    }
  }

  private var isAtLineStart: Bool {
    bytes[..<next].reversed().first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      .map { $0 == SourceText.newline } ?? true
  }

  private mutating func skip(behind sign: StaticString) {
    next += 1
    while next < end, !at(sign, next) { next += 1 }
    next = min(end, next + sign.utf8CodeUnitCount)
  }

  /// Skips a directive, including the lines that a backslash or a comment continues.
  private mutating func skipDirective() {
    while next < end {
      defer { next += 1 }
      if at("/*", next) {
        skip(behind: "*/")
        next -= 1
      } else if bytes[next] == SourceText.newline, bytes[next - 1] != UInt8(ascii: "\\") {
        return
      }
    }
  }

  private mutating func quoted(_ mark: UInt8) {
    all.append((String(UnicodeScalar(mark)), next))
    next += 1
    while next < end, bytes[next] != mark, bytes[next] != SourceText.newline {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    next = min(end, next + 1)
  }

  private mutating func word() {
    let start = next
    while next < end, isWord(bytes[next]) { next += 1 }
    all.append((String(decoding: bytes[start..<next], as: UTF8.self), start))
  }

  private mutating func sign() {
    all.append((String(UnicodeScalar(bytes[next])), next))
    next += 1
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }
}
