// SPDX-License-Identifier: Apache-2.0

/// Splits the text of an entry into statements.
///
/// A line that starts with `#` is a comment. After a line of the header (`Reason: …`), lines that
/// start with a blank continue its text. `<<<` and `>>>`, each alone on a line, enclose a block
/// that is taken unchanged.
struct StatementReader {
  private let name: String
  private let lines: [ArraySlice<UInt8>]
  private var next = 0

  /// - Parameter name: the name of the entry in errors.
  init(_ bytes: [UInt8], name: String) {
    self.name = name
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  /// Reads all statements, in order.
  mutating func statements() throws(PatchError) -> [Statement] {
    var all: [Statement] = []
    while let line = take() {
      if Self.isRemark(line) { continue }
      guard let first = line.first, !Self.isBlank(first) else {
        throw error("starts with a blank; write longer texts as a block, between <<< and >>>")
      }
      all.append(try statement(line))
    }
    return all
  }

  private mutating func take() -> ArraySlice<UInt8>? {
    guard next < lines.count else { return nil }
    defer { next += 1 }
    return lines[next]
  }

  private mutating func statement(_ line: ArraySlice<UInt8>) throws(PatchError) -> Statement {
    let number = next
    let (head, text) = Self.sides(line)
    try KitText.checkShown(head, "\(name):\(number)")
    let words = head.split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let text else { return Statement(line: number, words: words, text: nil) }
    if text.isEmpty, next < lines.count, Self.isMark(lines[next], "<<<") {
      return Statement(line: number, words: words, text: try block())
    }
    let isHeader = line.first.map { UnicodeScalar($0).properties.isUppercase } ?? false
    return Statement(
      line: number, words: words, text: isHeader ? try header(text, number) : text)
  }

  /// Splits a line at the first colon that ends the line or is followed by a blank.
  private static func sides(
    _ line: ArraySlice<UInt8>
  ) -> (head: ArraySlice<UInt8>, text: [UInt8]?) {
    let colon = line.indices.first { index in
      line[index] == UInt8(ascii: ":")
        && (index + 1 == line.endIndex || line[index + 1] == UInt8(ascii: " "))
    }
    guard let colon else { return (line, nil) }
    return (line[..<colon], trimmed(line[min(colon + 2, line.endIndex)...]))
  }

  /// The text of a line of the header, with the lines that continue it, which are shown to users.
  private mutating func header(_ text: [UInt8], _ number: Int) throws(PatchError) -> [UInt8] {
    try KitText.checkShown(text, "\(name):\(number)")
    let first = next
    let more = continuation()
    for line in first..<next {
      try KitText.checkShown(lines[line].drop(while: Self.isBlank), "\(name):\(line + 1)")
    }
    return text + more
  }

  /// The following lines that start with a blank, each appended after one blank.
  private mutating func continuation() -> [UInt8] {
    var text: [UInt8] = []
    while next < lines.count, let first = lines[next].first, Self.isBlank(first),
      case let line = Self.trimmed(lines[next].drop(while: Self.isBlank)), !line.isEmpty
    {
      text += [UInt8(ascii: " ")] + line
      next += 1
    }
    return text
  }

  private mutating func block() throws(PatchError) -> [UInt8] {
    let start = next
    next += 1
    while let line = take() {
      if Self.isMark(line, ">>>") {
        return Array(lines[(start + 1)..<(next - 1)].joined(separator: [UInt8(ascii: "\n")]))
      }
    }
    next = start + 1
    throw error("the block is not closed by a line with >>>")
  }

  private static func isRemark(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "#") || line.allSatisfy(isBlank)
  }

  private static func isMark(_ line: ArraySlice<UInt8>, _ mark: String) -> Bool {
    trimmed(line).elementsEqual(mark.utf8)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var line = line
    while let last = line.last, isBlank(last) { line.removeLast() }
    return Array(line)
  }

  private func error(_ problem: String) -> PatchError { PatchError("\(name):\(next)", problem) }
}
