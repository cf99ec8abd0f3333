// SPDX-License-Identifier: Apache-2.0

import Base

extension Html {
  /// Converts the Markdown of explanations to HTML: paragraphs, lists, fenced code, `code` and
  /// **emphasis**.
  static func markdown(_ text: String) -> String {
    var blocks: [String] = []
    var lines: [String] = []
    func close() {
      guard !lines.isEmpty else { return }
      let isList = lines.allSatisfy { $0.hasPrefix("- ") || $0.hasPrefix("  ") }
      blocks.append(isList ? list(lines) : "<p>\(inline(lines.joined(separator: " ")))</p>")
      lines = []
    }
    var code: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        if let open = code {
          blocks.append("<pre><code>\(open.map(\.markup).joined(separator: "\n"))</code></pre>")
          code = nil
        } else {
          close()
          code = []
        }
      } else if code != nil {
        code?.append(line)
      } else if line.isEmpty {
        close()
      } else {
        lines.append(line)
      }
    }
    close()
    return blocks.joined(separator: "\n")
  }

  private static func list(_ lines: [String]) -> String {
    let items = lines.reduce(into: [String]()) { items, line in
      if line.hasPrefix("- ") || items.isEmpty {
        items.append(String(line.dropFirst(2)))
      } else {
        items[items.count - 1] += " " + line.drop { $0 == " " }
      }
    }
    return "<ul>" + items.map { "<li>\(inline($0))</li>" }.joined() + "</ul>"
  }

  private static func inline(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
      if index % 2 == 1 { return "<code>\(part.markup)</code>" }
      return part.markup.split(separator: "**", omittingEmptySubsequences: false).enumerated()
        .map { $0 % 2 == 1 ? "<strong>\($1)</strong>" : String($1) }.joined()
    }.joined()
  }
}
