// SPDX-License-Identifier: Apache-2.0

/// Lines to insert, unconditionally or only for a kernel with a symbol: `TEXT`, or
/// `if SYMBOL: TEXT`.
struct Insertion: Sendable {
  let symbol: String?
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard let text, words.isEmpty || (words.count == 2 && words[0] == "if") else { return nil }
    if words.count == 2 && text.allSatisfy({ $0 == SourceText.newline }) { return nil }
    symbol = words.last
    self.text = text
  }

  /// Whether the text ends with the end of a C statement, so that another statement may follow.
  var endsStatement: Bool { ControlBody.endsStatement(text) }

  /// The lines, inside a condition of the preprocessor or make if there is a symbol. Empty lines at
  /// the ends of the text stay outside the condition.
  ///
  /// - Throws: if there is a symbol and the file is a Kconfig file.
  func lines(in path: String) throws(Misfit) -> [UInt8] {
    guard let symbol else { return text.asLines }
    guard let mark = Self.mark(path) else {
      throw Misfit("Kconfig has no #ifdef to put around lines; insert \"depends on\"")
    }
    let newline = SourceText.newline
    let before = text.prefix { $0 == newline }
    let inner = text[before.endIndex...]
    let after = inner.reversed().prefix { $0 == newline }
    var lines = Array(before)
    lines += Array("\(mark)ifdef \(symbol)\n".utf8)
    lines += Array(inner.dropLast(after.count)).asLines
    lines += Array("\(mark)endif\n".utf8)
    return lines + after
  }

  /// The text before `ifdef`: the preprocessor's `#`, or empty in a Makefile; nil in a Kconfig
  /// file.
  static func mark(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("Kconfig") { return nil }
    let isMake = ["Makefile", "Kbuild"].contains(where: name.hasPrefix) || name.hasSuffix(".mk")
    return isMake ? "" : "#"
  }
}
