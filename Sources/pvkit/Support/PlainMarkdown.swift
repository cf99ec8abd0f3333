// SPDX-License-Identifier: Apache-2.0

/// Markdown as plain text for a terminal: without marks of emphasis, and with code indented instead
/// of fenced.
struct PlainMarkdown {
  let lines: [String]

  private static let indent = "    "

  init(_ markdown: String) {
    var lines: [String] = []
    // Nil outside of a code block.
    var code: [Substring]?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        lines += code.map(Self.indented) ?? []
        code = code == nil ? [] : nil
      } else if code != nil {
        code?.append(line)
      } else {
        lines.append(String(line.replacing("**", with: "").replacing("`", with: "")))
      }
    }
    self.lines = lines + (code.map(Self.indented) ?? [])
  }

  /// Indents a code block as a whole, to keep its relative indentation; a block that is indented
  /// already is unchanged.
  private static func indented(_ code: [Substring]) -> [String] {
    let isIndented = code.allSatisfy { $0.isEmpty || $0.hasPrefix(indent) }
    return code.map { isIndented || $0.isEmpty ? String($0) : indent + $0 }
  }
}
