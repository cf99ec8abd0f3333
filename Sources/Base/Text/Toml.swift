// SPDX-License-Identifier: Apache-2.0

/// A configuration in TOML 1.0, with the position of each key and value. Supported are tables,
/// arrays of tables, single-line strings, booleans, integers and arrays. The rest of TOML (dates,
/// fractions, inline tables, multi-line strings) is rejected with an error.
///
/// This parser exists because the Swift libraries for TOML do not report the position of a key,
/// which an error message about a configuration needs.
public struct Toml: Sendable {
  /// A position in the text: line and column, in characters, counted from 1.
  public struct Place: Sendable, Equatable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    public var description: String { "\(line):\(column)" }
  }

  /// A syntax error.
  public struct Problem: Error, Equatable {
    /// The position of the error.
    public let place: Place
    /// What is wrong, and what is expected.
    public let text: String

    public init(_ place: Place, _ text: String) {
      self.place = place
      self.text = text
    }
  }

  /// A value and the position where it starts.
  public struct Item: Sendable, Equatable {
    /// The value.
    public let value: Value
    /// The position where it starts.
    public let place: Place
  }

  /// A value of one of the supported types.
  public indirect enum Value: Sendable, Equatable {
    case string(String)
    case boolean(Bool)
    case integer(Int)
    case array([Item])
  }

  /// A line `key = value`.
  public struct Entry: Sendable, Equatable {
    /// The key; the parts of a dotted key are joined by dots.
    public let key: String
    /// The position of the key.
    public let place: Place
    /// The value.
    public let item: Item
  }

  /// A table `[name]` or `[[name]]` with its entries.
  public struct Table: Sendable, Equatable {
    /// The name; empty for the entries before the first header.
    public let name: String
    /// The position of the header.
    public let place: Place
    /// Whether it is an element of an array of tables, `[[name]]`.
    public let isOneOfMany: Bool
    /// The entries, in the order of the text.
    public internal(set) var entries: [Entry] = []
  }

  /// In the order of the text; the first has the entries before any header.
  public let tables: [Table]

  /// Parses a whole text.
  public init(_ text: String) throws(Problem) {
    var reader = TomlReader(text)
    tables = try reader.tables()
  }
}

/// The parser; reads the text scalar by scalar.
private struct TomlReader {
  private let letters: [Unicode.Scalar]
  private var at = 0
  private var line = 1
  private var lineStart = 0

  init(_ text: String) {
    let all = Array(text.unicodeScalars)
    letters = all.first == "\u{feff}" ? Array(all.dropFirst()) : all
  }

  private var place: Toml.Place { Toml.Place(line: line, column: at - lineStart + 1) }

  private var next: Unicode.Scalar? { at < letters.count ? letters[at] : nil }

  private func problem(_ text: String) -> Toml.Problem { Toml.Problem(place, text) }

  private mutating func skip(_ letter: Unicode.Scalar) -> Bool {
    guard next == letter else { return false }
    step()
    return true
  }

  private mutating func step() {
    if letters[at] == "\n" { (line, lineStart) = (line + 1, at + 1) }
    at += 1
  }

  private mutating func skipBlanks() {
    while let letter = next, letter == " " || letter == "\t" { step() }
  }

  private mutating func skipComment() {
    guard next == "#" else { return }
    while let letter = next, letter != "\n" { step() }
  }

  /// Skips blanks, comments and line ends.
  private mutating func skipLines() {
    while true {
      skipBlanks()
      skipComment()
      if next == "\r", at + 1 < letters.count, letters[at + 1] == "\n" { step() }
      guard skip("\n") else { return }
    }
  }

  private mutating func endLine() throws(Toml.Problem) {
    skipBlanks()
    skipComment()
    if next == "\r", at + 1 < letters.count, letters[at + 1] == "\n" { step() }
    guard next == nil || skip("\n") else { throw problem("expected the end of the line") }
  }

  mutating func tables() throws(Toml.Problem) -> [Toml.Table] {
    var tables = [Toml.Table(name: "", place: place, isOneOfMany: false)]
    while true {
      skipLines()
      guard next != nil else { return tables }
      if next == "[" {
        let table = try header()
        if let same = tables.first(where: {
          $0.name == table.name && !($0.isOneOfMany && table.isOneOfMany)
        }) {
          throw Toml.Problem(
            table.place, "[\(table.name)] is already defined in line \(same.place.line)")
        }
        tables.append(table)
      } else {
        let entry = try entry()
        if let same = tables[tables.count - 1].entries.first(where: { $0.key == entry.key }) {
          throw Toml.Problem(
            entry.place, "\(entry.key) is already defined in line \(same.place.line)")
        }
        tables[tables.count - 1].entries.append(entry)
      }
    }
  }

  private mutating func header() throws(Toml.Problem) -> Toml.Table {
    step()
    let isOneOfMany = skip("[")
    skipBlanks()
    let place = place
    let name = try key()
    guard skip("]"), !isOneOfMany || skip("]") else {
      throw problem("expected \(isOneOfMany ? "]]" : "]")")
    }
    try endLine()
    return Toml.Table(name: name, place: place, isOneOfMany: isOneOfMany)
  }

  private mutating func entry() throws(Toml.Problem) -> Toml.Entry {
    let place = place
    let key = try key()
    guard skip("=") else { throw problem("expected = after the key \(key)") }
    skipBlanks()
    let item = try item()
    try endLine()
    return Toml.Entry(key: key, place: place, item: item)
  }

  /// Reads a key, and the blanks after it.
  private mutating func key() throws(Toml.Problem) -> String {
    var parts: [String] = []
    repeat {
      skipBlanks()
      parts.append(try keyPart())
      skipBlanks()
    } while skip(".")
    return parts.joined(separator: ".")
  }

  private mutating func keyPart() throws(Toml.Problem) -> String {
    if next == "\"" || next == "'" { return try string() }
    var part = ""
    while let letter = next, Self.isBare(letter) {
      part.unicodeScalars.append(letter)
      step()
    }
    guard !part.isEmpty else { throw problem("expected a key") }
    return part
  }

  private static func isBare(_ letter: Unicode.Scalar) -> Bool {
    letter.isASCII && (letter.properties.isAlphabetic || letter.properties.numericType != nil)
      || letter == "-" || letter == "_"
  }

  /// The maximum nesting of arrays.
  private static let mostLevels = 16

  private mutating func item(_ level: Int = 0) throws(Toml.Problem) -> Toml.Item {
    let place = place
    switch next {
    case "\"", "'": return Toml.Item(value: .string(try string()), place: place)
    case "[":
      guard level < Self.mostLevels else { throw problem("arrays are too deep") }
      return Toml.Item(value: .array(try array(level + 1)), place: place)
    case "{": throw problem("inline tables are not supported; use [NAME]")
    default: return Toml.Item(value: try word(), place: place)
    }
  }

  private mutating func array(_ level: Int) throws(Toml.Problem) -> [Toml.Item] {
    step()
    var items: [Toml.Item] = []
    while true {
      skipLines()
      if skip("]") { return items }
      items.append(try item(level))
      skipLines()
      guard skip(",") || next == "]" else { throw problem("expected , or ]") }
    }
  }

  private mutating func word() throws(Toml.Problem) -> Toml.Value {
    let start = place
    var word = ""
    while let letter = next, Self.isBare(letter) || "+.:".unicodeScalars.contains(letter) {
      word.unicodeScalars.append(letter)
      step()
    }
    switch word {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "": throw Toml.Problem(start, "expected a value")
    default:
      let digits = word.replacing("_", with: "")
      if let number = Int(digits), !word.hasPrefix("_"), !word.hasSuffix("_") {
        return .integer(number)
      }
      throw Toml.Problem(
        start, "\(word) is not a string, a boolean or a whole number; strings have quotes")
    }
  }

  private mutating func string() throws(Toml.Problem) -> String {
    let start = place
    let quote = letters[at]
    if at + 2 < letters.count, letters[at + 1] == quote, letters[at + 2] == quote {
      throw problem("strings of several lines are not supported")
    }
    step()
    var text = ""
    while let letter = next, letter != "\n" {
      if letter == quote {
        step()
        return text
      }
      if letter == "\\", quote == "\"" {
        text.unicodeScalars.append(try escape())
      } else {
        guard letter.value >= 0x20 && letter.value != 0x7f || letter == "\t" else {
          throw problem("a control character in a string; write \\uXXXX")
        }
        text.unicodeScalars.append(letter)
        step()
      }
    }
    throw Toml.Problem(start, "the string has no closing \(quote)")
  }

  private mutating func escape() throws(Toml.Problem) -> Unicode.Scalar {
    let start = place
    step()
    let simple: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{c}", "r": "\r", "\"": "\"", "\\": "\\",
    ]
    guard let letter = next else { throw Toml.Problem(start, "the string has no end") }
    step()
    if let meant = simple[letter] { return meant }
    let count = letter == "u" ? 4 : letter == "U" ? 8 : 0
    let digits = String(String.UnicodeScalarView(letters[at..<min(at + count, letters.count)]))
    guard count > 0, digits.unicodeScalars.count == count, digits.allSatisfy(\.isHexDigit),
      let meant = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    else { throw Toml.Problem(start, "\\\(letter) is not an escape of TOML") }
    for _ in 0..<count { step() }
    return meant
  }
}
