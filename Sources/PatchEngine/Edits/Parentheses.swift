// SPDX-License-Identifier: Apache-2.0

/// Places between parentheses or brackets of C, such as in the arguments of a call, where
/// statements are not allowed.
enum Parentheses {
  /// Checks that an edit does not insert a statement between parentheses.
  ///
  /// - Throws: if it does.
  static func check(
    _ edit: Edit, at places: [EditPlace], in text: SourceText, path: String
  ) throws(EditError) {
    guard path.hasSuffix(".c") || path.hasSuffix(".h") else { return }
    for place in places {
      guard let change = edit.operation.change(at: place, in: text), change.bringsStatements,
        let open = open(before: change.offset, in: text)
      else { continue }
      throw EditError(
        "a statement would be between the parentheses that open in line "
          + "\(text.lineNumber(at: open)); insert it elsewhere")
    }
  }

  /// The offset of the innermost parenthesis or bracket that is open at an offset; nil if a brace
  /// is nearer or none is open.
  ///
  /// The head of a `for` contains semicolons, which are not ends of statements. Alternatives of the
  /// preprocessor may open a parenthesis twice and close it once; therefore the end of a statement
  /// closes what is left open.
  static func open(before offset: Int, in text: SourceText) -> Int? {
    let tokens = CTokens.before(offset, in: text)
    var stack: [(sign: String, isFor: Bool, offset: Int)] = []
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "(", "[", "{":
        let isFor = index > 0 && tokens[index - 1].text == "for"
        stack.append((token.text, isFor, token.offset))
      case ")" where stack.last?.sign == "(", "]" where stack.last?.sign == "[":
        stack.removeLast()
      case "}":
        while let last = stack.popLast(), last.sign != "{" {}
      case ";":
        while let last = stack.last, last.sign != "{", !last.isFor { stack.removeLast() }
      default: break
      }
    }
    return stack.last.flatMap { $0.sign == "{" || $0.isFor ? nil : $0.offset }
  }

  /// Whether a text has balanced brackets and ends with the end of a statement.
  static func isStatement(_ text: [UInt8]) -> Bool {
    var depth = 0
    for token in CTokens(text, text.indices).all {
      if ["(", "[", "{"].contains(token.text) { depth += 1 }
      if [")", "]", "}"].contains(token.text) { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0 && ControlBody.endsStatement(text)
  }
}

extension ControlBody.Change {
  /// Whether the change puts whole statements at the place.
  fileprivate var bringsStatements: Bool {
    switch self {
    case .removal: false
    case .insertion: true
    case .substitution(_, let text): Parentheses.isStatement(text)
    }
  }
}
