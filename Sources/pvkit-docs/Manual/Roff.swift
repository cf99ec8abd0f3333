// SPDX-License-Identifier: Apache-2.0

/// Text in the language of manual pages (man(7)).
enum Roff {
  /// Escaped, so that it prints as it is; `-` as the ASCII character that can be copied.
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

  /// A paragraph to be filled; what is in backquotes is bold.
  static func filled(_ text: some StringProtocol) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    let line = parts.map { $0.offset % 2 == 1 ? bold(String($0.element)) : inner($0.element) }
      .joined()
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// Lines that stay lines.
  static func kept(_ lines: [some StringProtocol]) -> String {
    ([".RS 2", ".nf"] + lines.map { escaped($0) } + [".fi", ".RE"]).joined(separator: "\n")
  }

  /// Escaped within a line, where a dot begins nothing.
  private static func inner(_ text: some StringProtocol) -> String {
    let whole = escaped("x" + text)
    return String(whole.dropFirst())
  }
}
