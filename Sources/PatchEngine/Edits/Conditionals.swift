// SPDX-License-Identifier: Apache-2.0

/// The conditions of the preprocessor and of make.
enum Conditionals {
  /// Whether each condition that begins in the lines also ends there, and the reverse.
  ///
  /// - Parameter mark: the preprocessor's `#`; empty in a Makefile, where a line that begins with a
  ///   tab belongs to the shell.
  static func areWhole(_ lines: some Collection<UInt8>, _ mark: String) -> Bool {
    let text = mark.isEmpty ? Array(lines) : Comments.removed(from: Array(lines))
    var (depth, isJoined) = (0, false)
    for line in text.split(separator: SourceText.newline, omittingEmptySubsequences: false) {
      // A line after a backslash belongs to the one before.
      defer { isJoined = line.last == UInt8(ascii: "\\") }
      guard !isJoined, let directive = Directive(line, mark) else { continue }
      switch directive {
      case .opening: depth += 1
      case .alternative where depth == 0: return false
      case .alternative: break
      case .closing: depth -= 1
      }
      if depth < 0 { return false }
    }
    return depth == 0
  }

  /// Whether a file whose conditions were complete has a condition without its end, or an end
  /// without its condition, after the entries' edits.
  ///
  /// - Parameter path: the path of the file. Only C and assembly sources and Makefiles have
  ///   conditions.
  static func breaks(_ original: [UInt8], into new: [UInt8], path: String) -> Bool {
    guard let mark = Insertion.mark(path) else { return false }
    return areWhole(original, mark) && !areWhole(new, mark)
  }
}

/// A directive that is a part of a condition.
private enum Directive {
  case opening
  case alternative
  case closing

  /// Nil if the line is not such a directive.
  ///
  /// - Parameter mark: the preprocessor's `#`, or empty for make.
  init?(_ line: ArraySlice<UInt8>, _ mark: String) {
    let line = line.prefix(1024)
    if mark.isEmpty && line.first == UInt8(ascii: "\t") { return nil }
    let start = line.drop(while: Self.isBlank)
    guard start.starts(with: mark.utf8) else { return nil }
    let text = start.dropFirst(mark.utf8.count).drop(while: Self.isBlank)
    let word = text.prefix { mark.isEmpty ? !Self.endsWordOfMake($0) : Self.isLetter($0) }
    // Variables of make may be named like directives.
    if mark.isEmpty && Self.assigns(text[word.endIndex...]) { return nil }
    let name = String(decoding: word, as: UTF8.self)
    switch name {
    case "ifdef", "ifndef": self = .opening
    case "if" where !mark.isEmpty, "ifeq" where mark.isEmpty, "ifneq" where mark.isEmpty:
      self = .opening
    case "else": self = .alternative
    case "elif" where !mark.isEmpty: self = .alternative
    case "endif": self = .closing
    default: return nil
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func endsWordOfMake(_ byte: UInt8) -> Bool {
    isBlank(byte) || "(#=:?+\"'".utf8.contains(byte)
  }

  /// Whether the text after a word of make begins with `=`, `:=`, `?=` or `+=`.
  private static func assigns(_ text: ArraySlice<UInt8>) -> Bool {
    let sign = text.drop(while: isBlank)
    return sign.drop { ":?+".utf8.contains($0) }.first == UInt8(ascii: "=")
  }
}
