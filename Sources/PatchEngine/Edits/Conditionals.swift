// SPDX-License-Identifier: Apache-2.0

/// The conditions of the preprocessor and of make.
enum Conditionals {
  /// Whether each condition that begins in the lines also ends there, and the reverse.
  ///
  /// - Parameter mark: the preprocessor's `#`; empty in a Makefile, where a line that begins with a
  ///   tab belongs to the shell.
  static func areWhole(_ lines: some Collection<UInt8>, _ mark: String) -> Bool {
    let opening = mark.isEmpty ? ["ifdef", "ifndef", "ifeq", "ifneq"] : ["#if"]
    var depth = 0
    for line in lines.split(separator: SourceText.newline) {
      guard let first = line.first(where: { !isBlank($0) }),
        mark.isEmpty ? line.first != UInt8(ascii: "\t") : first == UInt8(ascii: "#")
      else { continue }
      let word = line.prefix(1024).filter { !isBlank($0) }
      if opening.contains(where: { word.starts(with: $0.utf8) }) { depth += 1 }
      if word.starts(with: "\(mark)endif".utf8) { depth -= 1 }
      let isElse = word.starts(with: (mark.isEmpty ? "else" : "#el").utf8)
      if depth < 0 || (depth == 0 && isElse) { return false }
    }
    return depth == 0
  }

  /// Whether a file whose conditions were complete has a condition without its end, or an end
  /// without its condition, after the entries' edits.
  ///
  /// - Parameter path: the path of the file. Only C and assembly sources and Makefiles have
  ///   conditions.
  static func breaks(_ original: [UInt8], into new: [UInt8], path: String) -> Bool {
    guard let mark = Insertion.mark(path),
      mark.isEmpty || [".c", ".h", ".S"].contains(where: path.hasSuffix)
    else { return false }
    return areWhole(original, mark) && !areWhole(new, mark)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
