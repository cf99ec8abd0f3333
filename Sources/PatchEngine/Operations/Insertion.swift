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
  /// - Throws: if there is a symbol, and files of this kind have no conditions.
  func lines(in path: String) throws(EditError) -> [UInt8] {
    guard let symbol else { return text.asLines }
    guard let mark = Self.mark(path) else {
      throw Self.error(path, "to put around lines")
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

  /// The text before `ifdef`: the preprocessor's `#`, or empty in a Makefile; nil in a file of
  /// another kind, in which `#` may begin a comment.
  static func mark(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("Kconfig") { return nil }
    let isMake = ["Makefile", "Kbuild"].contains(where: name.hasPrefix) || name.hasSuffix(".mk")
    if isMake { return "" }
    return preprocessed.contains(where: name.hasSuffix) ? "#" : nil
  }

  /// The ends of the names of files that go through the preprocessor: sources, headers, and linker
  /// scripts (`vmlinux.lds.S`).
  private static let preprocessed = [".c", ".h", ".S", ".c_shipped", ".h_shipped"]

  /// The error for a condition in a file that cannot have one.
  ///
  /// - Parameter purpose: what it is for: `to wrap lines in`.
  static func error(_ path: String, _ purpose: String) -> EditError {
    let name = path.split(separator: "/").last ?? ""
    return name.hasPrefix("Kconfig")
      ? EditError("Kconfig has no #ifdef \(purpose); insert \"depends on\"")
      : EditError(
        "is neither C, assembly nor a Makefile, and has no #ifdef \(purpose); every kernel gets "
          + "what is inserted without a condition")
  }
}
