// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Parses the text form of a description: one note per line with name and value; `#` starts a
/// comment.
///
/// ```
/// arch            x86_64          # or i386; at the top
/// GUEST_OS        "a kernel"      # texts may be in quotation marks
/// VIRT_BASE       0xffffffff80000000
/// ENTRY           startup_xen     # a symbol, or a sum over symbols
/// FEATURES        !writable_page_tables|auto_translated_physmap
/// ```
public struct NoteFile {
  /// A syntax error with its position; line and column are counted from 1.
  public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The position, counted from 1.
    public let line, column: Int
    /// What is wrong.
    public let message: String
    public var description: String { "\(line):\(column): \(message)" }
  }

  /// The maximum number of lines, more than a kernel has notes.
  static let mostLines = 1000

  private var architecture = Architecture.x86_64
  private var notes: [(note: XenNote, value: NoteDescription.Value)] = []

  private init() {}

  /// Parses a description.
  ///
  /// - Throws: `Problem` with the first error.
  public static func parse(_ text: String) throws(Problem) -> NoteDescription {
    var file = NoteFile()
    let lines = text.lines
    guard lines.count <= mostLines else {
      throw Problem(line: mostLines, column: 1, message: "more lines than a description may have")
    }
    for (index, line) in lines.enumerated() { try file.read(line, number: index + 1) }
    guard !file.notes.isEmpty else {
      throw Problem(line: max(1, lines.count), column: 1, message: "no note is described")
    }
    return NoteDescription(file.notes, architecture: file.architecture)
  }

  /// The value of one note, written as in a description, but not ended by `#`.
  ///
  /// - Throws: `Problem`; only its message has a meaning.
  public static func value(
    of note: XenNote, _ text: String, _ architecture: Architecture
  ) throws(Problem) -> NoteDescription.Value {
    let word = trimmed(text.drop { $0.isWhitespace })
    return try NoteWord(text: word, line: 1, column: 1).value(of: note, architecture)
  }

  private mutating func read(_ line: Substring, number: Int) throws(Problem) {
    let content = Self.withoutComment(line)
    let start = content.prefix { $0.isWhitespace }.count
    let rest = content.dropFirst(start)
    let name = String(rest.prefix { !$0.isWhitespace })
    guard !name.isEmpty else { return }
    let gap = rest.dropFirst(name.count).prefix { $0.isWhitespace }.count
    let value = NoteWord(
      text: Self.trimmed(rest.dropFirst(name.count + gap)), line: number,
      column: start + name.count + gap + 1)
    let here = NoteWord(text: name, line: number, column: start + 1)
    if name == "arch" { return try readArchitecture(value, at: here) }
    try add(note: here, value)
  }

  private mutating func readArchitecture(
    _ value: NoteWord, at place: NoteWord
  ) throws(Problem) {
    guard notes.isEmpty else { throw place.problem("arch must come before the notes") }
    guard let known = Architecture(rawValue: value.text) else {
      throw value.problem("arch is i386 or x86_64")
    }
    architecture = known
  }

  private mutating func add(note name: NoteWord, _ value: NoteWord) throws(Problem) {
    guard let note = XenNote.all.first(where: { $0.name == name.text || $0.macro == name.text })
    else { throw name.problem("\(name.text) is not a note; \(Self.names)") }
    guard !notes.contains(where: { $0.note.number == note.number }) else {
      throw name.problem("\(note.name) was described before; loaders take the last")
    }
    notes.append((note, try value.value(of: note, architecture)))
  }

  private static let names =
    "notes are " + XenNote.all.filter { $0.number < 0x1000 }.map(\.name).joined(separator: ", ")

  /// The line up to a `#` outside quotation marks.
  private static func withoutComment(_ line: Substring) -> Substring {
    var isQuoted = false
    for (index, byte) in zip(line.utf8.indices, line.utf8) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "#") && !isQuoted { return line[..<index] }
    }
    return line
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}
