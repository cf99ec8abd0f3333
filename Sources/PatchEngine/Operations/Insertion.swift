// SPDX-License-Identifier: Apache-2.0

/// Lines to be inserted, always or only for a kernel with a symbol: `TEXT`, or `if SYMBOL: TEXT`.
struct Insertion: Sendable {
  let symbol: String?
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard let text, words.isEmpty || (words.count == 2 && words[0] == "if") else { return nil }
    if words.count == 2 && text.allSatisfy({ $0 == SourceText.newline }) { return nil }
    symbol = words.last
    self.text = text
  }

  /// Whether whole statements of C come, behind which another one may stand.
  var endsStatement: Bool { ControlBody.endsStatement(text) }

  /// With the preprocessor's or make's condition around them; empty lines at the ends of the text
  /// stand outside of it.
  func lines(in path: String) throws(Misfit) -> [UInt8] {
    guard let symbol else { return text.asLines }
    guard let mark = Self.mark(path) else {
      throw Misfit("Kconfig has no #ifdef to put around lines; insert a depends on")
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

  /// What stands before `ifdef`: the preprocessor's sign, nothing in a Makefile; nil in Kconfig.
  static func mark(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("Kconfig") { return nil }
    let isMake = ["Makefile", "Kbuild"].contains(where: name.hasPrefix) || name.hasSuffix(".mk")
    return isMake ? "" : "#"
  }
}
