// SPDX-License-Identifier: Apache-2.0

/// The subset of GitHub's Markdown that the pages need.
enum Markdown {
  /// A table with a header; empty if there are no rows.
  static func table(_ head: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let rule = head.map { _ in "--" }
    return ([head, rule] + rows).map { "|" + $0.map(escaped).joined(separator: "|") + "|\n" }
      .joined()
  }

  /// Formats `text` as code; empty if the text is empty.
  static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  static func link(_ text: String, _ target: String) -> String { "[\(text)](\(target))" }

  /// Joins the parts of a page with blank lines, skipping empty ones.
  static func page(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
      .joined(separator: "\n\n") + "\n"
  }

  static func list(_ items: [String]) -> String { items.map { "- \($0)\n" }.joined() }

  /// The anchor that GitHub generates for a heading.
  static func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { character in
        character == " "
          ? "-"
          : character.isLetter || character.isNumber || "_-".contains(character)
            ? character : nil
      })
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
