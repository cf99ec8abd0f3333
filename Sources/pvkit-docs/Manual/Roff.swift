// SPDX-License-Identifier: Apache-2.0

/// Text in the format of manual pages (man(7)).
enum Roff {
  /// Escapes text to be printed as is; `-` becomes the ASCII character, so that it can be copied.
  static func escaped(_ text: some StringProtocol) -> String {
    let plain = text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      default: String(character)
      }
    }.joined()
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }

  static func bold(_ text: String) -> String { "\\fB" + escaped(text) + "\\fR" }
  static func italic(_ text: String) -> String { "\\fI" + escaped(text) + "\\fR" }

  /// Text for a paragraph to be filled; words in backquotes become bold.
  static func filled(_ text: some StringProtocol) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    let line = parts.map { $0.offset % 2 == 1 ? bold(String($0.element)) : inner($0.element) }
      .joined()
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// Lines that are not filled.
  static func kept(_ lines: [some StringProtocol]) -> String {
    ([".RS 2", ".nf"] + lines.map { escaped($0) } + [".fi", ".RE"]).joined(separator: "\n")
  }

  /// Escapes text inside a line, where a dot has no special meaning.
  private static func inner(_ text: some StringProtocol) -> String {
    let whole = escaped("x" + text)
    return String(whole.dropFirst())
  }
}
