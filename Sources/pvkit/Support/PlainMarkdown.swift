// SPDX-License-Identifier: Apache-2.0

/// Markdown as a terminal shows it: no marks of emphasis, and code indented instead of fenced.
struct PlainMarkdown {
  let lines: [String]

  init(_ markdown: String) {
    var isCode = false
    lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).compactMap {
      line -> String? in
      if line.hasPrefix("```") {
        isCode.toggle()
        return nil
      }
      if isCode { return line.isEmpty ? "" : line.hasPrefix("    ") ? String(line) : "    " + line }
      return String(line.replacing("**", with: "").replacing("`", with: ""))
    }
  }
}
