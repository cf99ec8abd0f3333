// SPDX-License-Identifier: Apache-2.0

/// A place between parentheses or brackets of C, such as among the arguments of a call, where no statement
/// can be.
enum Parentheses {
  /// - Throws: when an edit puts a statement there.
  static func check(
    _ edit: Edit, at places: [Place], in text: SourceText, path: String
  ) throws(Misfit) {
    guard path.hasSuffix(".c") || path.hasSuffix(".h") else { return }
    for place in places {
      guard let change = edit.operation.change(at: place, in: text), change.bringsStatements,
        let open = open(before: change.offset, in: text)
      else { continue }
      throw Misfit(
        "a statement would stand between the parentheses that open in line "
          + "\(text.lineNumber(at: open)); insert it elsewhere")
    }
  }

  /// Where the innermost one opens that has an offset inside; nil where braces are nearer, or nothing is.
  ///
  /// The head of a `for` has parts that end as statements do. Alternatives of the preprocessor may open
  /// one twice: a statement's end closes what is left.
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

  /// Whether a text closes what it opens, and nothing else, and ends a statement.
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
  /// Whether whole statements come to the place.
  fileprivate var bringsStatements: Bool {
    switch self {
    case .removal: false
    case .insertion: true
    case .substitution(_, let text): Parentheses.isStatement(text)
    }
  }
}
