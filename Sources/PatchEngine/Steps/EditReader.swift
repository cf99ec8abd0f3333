// SPDX-License-Identifier: Apache-2.0

import Base

/// Reads the edits below `edit PATH`. An edit consists of the anchors of its place, followed by an
/// operation. A scope or an alternative may contain several edits.
struct EditReader {
  private(set) var cursor: StatementCursor

  init(_ cursor: StatementCursor) { self.cursor = cursor }

  static let scopeKeywords = ["from", "to"]
  static let placeKeywords = ["find", "through", "up", "loose"]

  /// Reads edits up to the next section, or to the end of the alternative that contains this
  /// section.
  ///
  /// - Parameter instances: the releases and architectures that the section is for.
  mutating func edits(_ instances: [Instance]) throws(PatchError) -> [Edit] {
    try edits(instances, [], Edit.Scope(), depth: 0)
  }

  private mutating func edits(
    _ instances: [Instance], _ conditions: [Condition], _ scope: Edit.Scope, depth: Int
  ) throws(PatchError) -> [Edit] {
    var edits: [Edit] = []
    while let statement = cursor.peek {
      if ["or", "end", "nothing"].contains(statement.keyword) || opensSection(statement) { break }
      if statement.keyword == "either" {
        edits += try cursor.choice(instances, conditions, depth: depth) {
          (cursor, instances, conditions) throws(PatchError) in
          var reader = EditReader(cursor)
          defer { cursor = reader.cursor }
          return try reader.edits(instances, conditions, scope, depth: depth + 1)
        }
      } else if Self.scopeKeywords.contains(statement.keyword) {
        edits += try scoped(instances, conditions, scope, depth)
      } else {
        edits.append(try edit(conditions, scope))
      }
    }
    return edits
  }

  private func opensSection(_ statement: Statement) -> Bool {
    let keyword = statement.keyword == "either" ? cursor.keywordInChoice : statement.keyword
    return Steps.all.contains { $0.keyword == keyword }
  }

  /// Reads `from: ANCHOR`, `to: ANCHOR`, edits, `end`.
  private mutating func scoped(
    _ instances: [Instance], _ conditions: [Condition], _ outer: Edit.Scope, _ depth: Int
  ) throws(PatchError) -> [Edit] {
    guard let head = cursor.peek, outer == Edit.Scope() else {
      throw cursor.error(cursor.take(), "is already in a scope")
    }
    var scope = Edit.Scope()
    while let statement = cursor.peek, Self.scopeKeywords.contains(statement.keyword) {
      let place = statement.keyword == "from" ? \Edit.Scope.from : \Edit.Scope.to
      guard scope[keyPath: place] == nil else {
        throw cursor.error(statement, "is given twice for one scope")
      }
      scope[keyPath: place] = try anchor(cursor.take(), statement.words.dropFirst())
    }
    let edits = try edits(instances, conditions, scope, depth: depth)
    guard !edits.isEmpty else { throw cursor.error(head, "has no edit in its scope") }
    guard let end = cursor.peek, end.words == ["end"], end.text == nil else {
      throw cursor.error(head, "opens a scope that is not closed by end")
    }
    _ = cursor.take()
    return edits
  }

  private mutating func edit(
    _ conditions: [Condition], _ scope: Edit.Scope
  ) throws(PatchError) -> Edit {
    var (find, count, end, loose): (Anchor?, Int, Edit.RegionEnd?, String?) = (nil, 1, nil, nil)
    let first = cursor.peek
    var ends = ""
    while let statement = cursor.peek, Self.placeKeywords.contains(statement.keyword) {
      _ = cursor.take()
      var words = statement.words.dropFirst()
      let isTwice =
        switch statement.keyword {
        case "find": find != nil
        case "loose": loose != nil
        default: end != nil
        }
      let isEnd = ["through", "up"].contains(statement.keyword)
      if isTwice, isEnd, ends != statement.keyword {
        throw cursor.error(
          statement, "through and up to are given for one edit, whose region ends once")
      }
      if isTwice {
        throw cursor.error(
          statement,
          "\(statement.keyword) is given twice for one edit; end the edit with an operation: "
            + Self.operations)
      }
      if isEnd { ends = statement.keyword }
      switch statement.keyword {
      case "find":
        count = times(&words) ?? 1
        find = try anchor(statement, words)
      case "through": end = .through(try anchor(statement, words))
      case "up" where words.first == "to": end = .upTo(try anchor(statement, words.dropFirst()))
      case "loose" where !statement.string.isEmpty && words.isEmpty: loose = statement.string
      case "loose": throw cursor.error(statement, "must be: loose: REASON")
      default: throw cursor.error(statement, "must be: up to: ANCHOR")
      }
    }
    let others = ["end", "or", "either", "nothing"] + Self.scopeKeywords
    guard let statement = cursor.peek, !opensSection(statement),
      first == nil || statement == first || !others.contains(statement.keyword)
    else {
      let next = cursor.peek
      let before =
        next?.keyword == "either"
        ? " before \"either\" in line \(next?.line ?? 0), which contains whole edits" : ""
      throw cursor.error(
        first ?? cursor.take(), "ends without an operation\(before): \(Self.operations)")
    }
    _ = cursor.take()
    let operation = try operation(statement, hasAnchor: find != nil)
    return Edit(
      line: first?.line ?? statement.line, conditions: conditions, scope: scope, find: find,
      count: count, end: end, loose: loose, operation: operation, operationLine: statement.line,
      action: statement.words.map { Array($0.utf8) } + [statement.text ?? []])
  }

  /// Reads the count of `find 3 times …`; nil if there is none.
  private func times(_ words: inout ArraySlice<String>) -> Int? {
    guard words.count >= 2, ["times", "time"].contains(words[words.startIndex + 1]),
      let count = Int(words[words.startIndex]), (1...Edit.mostPlaces).contains(count)
    else { return nil }
    words.removeFirst(2)
    return count
  }

  /// Reads `[word|line]: TEXT`.
  private func anchor(
    _ statement: Statement, _ words: ArraySlice<String>
  ) throws(PatchError) -> Anchor {
    guard let text = statement.text, !text.isEmpty else {
      throw cursor.error(statement, "has no anchor after its colon")
    }
    guard let word = words.first else {
      return Anchor(bytes: text, extent: .text, line: statement.line)
    }
    let known = Anchor.Extent.allCases.map(\.rawValue)
    guard words.count == 1 else {
      throw cursor.error(statement, "must be: find [N times] [word|line]: ANCHOR")
    }
    guard let extent = Anchor.Extent(rawValue: word) else {
      throw cursor.error(statement, UnknownWord.problem(word, among: known + ["times"]))
    }
    return Anchor(bytes: text, extent: extent, line: statement.line)
  }

  private func operation(
    _ statement: Statement, hasAnchor: Bool
  ) throws(PatchError) -> any Operation {
    guard let type = Operations.all.first(where: { $0.keyword == statement.keyword }) else {
      let known = Self.scopeKeywords + Self.placeKeywords + Operations.all.map { $0.keyword }
      throw cursor.error(
        statement, UnknownWord.problem(statement.keyword, among: known, forms: Self.forms))
    }
    let words = Array(statement.words.dropFirst())
    if statement.text?.allSatisfy({ $0 == SourceText.newline }) == true, type.needsText {
      throw cursor.error(statement, "has no text after its colon: \(type.form)")
    }
    guard let operation = type.init(words: words, text: statement.text) else {
      throw cursor.error(statement, "must be: \(type.form)")
    }
    if let symbol = operation.symbol, let problem = Self.problem(ofSymbol: symbol) {
      throw cursor.error(statement, problem)
    }
    if type.needsAnchor != hasAnchor {
      throw cursor.error(
        statement, type.needsAnchor ? "has no find: before it" : "does not take an anchor")
    }
    return operation
  }

  /// The problem with a word that is not a symbol which `#ifdef` and make's `ifdef` can test; nil
  /// if it is one.
  private static func problem(ofSymbol word: String) -> String? {
    func isSymbol(_ word: Substring) -> Bool {
      word.utf8.first.map { !isDigit($0) } ?? false
        && word.utf8.allSatisfy { isDigit($0) || isLetter($0) }
    }
    guard !isSymbol(word[...]) else { return nil }
    let no = "\"\(word.printable)\" is not a symbol such as CONFIG_XEN"
    guard word.hasPrefix("!"), isSymbol(word.dropFirst()) else {
      return no + ": write one name of letters, digits and _ that does not begin with a digit"
    }
    let name = word.dropFirst()
    return no + ": an insertion for kernels without a symbol is not supported; wrap \(name): "
      + "without a text keeps the lines for kernels without \(name) only"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static var forms: String {
    "find: ANCHOR, through: ANCHOR, up to: ANCHOR, loose: REASON, " + operations
  }

  private static var operations: String { Operations.all.map { $0.form }.joined(separator: ", ") }
}
