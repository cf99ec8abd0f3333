// SPDX-License-Identifier: Apache-2.0

/// Markdown as a terminal shows it: no marks of emphasis, and code indented instead of fenced.
struct PlainMarkdown {
  let lines: [String]

  private static let indent = "    "

  init(_ markdown: String) {
    var lines: [String] = []
    // Nil outside of a fence.
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

  /// As a whole, so that its lines stay as they are to one another; code that is indented stays.
  private static func indented(_ code: [Substring]) -> [String] {
    let isIndented = code.allSatisfy { $0.isEmpty || $0.hasPrefix(indent) }
    return code.map { isIndented || $0.isEmpty ? String($0) : indent + $0 }
  }
}
