// SPDX-License-Identifier: Apache-2.0

/// Words of a command that is printed for the user to copy into a shell.
extension StringProtocol {
  /// The text as one word of a POSIX shell: as it is, or in quotes. A character that a terminal would
  /// not show, or a byte of a file name that is not UTF-8, is written as in `$'\033'`, which bash, zsh
  /// and ksh know.
  public var shellWord: String {
    let text = String(self)
    if !text.isEmpty, text.allSatisfy(\.isPlainInShell) { return text }
    guard text.printable != text else {
      return "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
    return "$'" + text.unicodeScalars.map(\.inAnsiQuotes).joined() + "'"
  }

  /// The name of a file as one word of a shell, which no command takes for an option.
  public var shellFile: String { (hasPrefix("-") && self != "-" ? "./" : "") + shellWord }
}

extension Character {
  /// Whether no shell gives the character a meaning, wherever in a word it is.
  fileprivate var isPlainInShell: Bool {
    isASCII ? isLetter || isNumber || "_-./+:,@%=".contains(self) : isLetter
  }
}

extension Unicode.Scalar {
  /// The character between `$'` and `'`.
  fileprivate var inAnsiQuotes: String {
    let text = String(self)
    if text == "'" || text == "\\" { return "\\" + text }
    return text.printable
  }
}
