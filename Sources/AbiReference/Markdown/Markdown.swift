// SPDX-License-Identifier: Apache-2.0

/// The little of Markdown that the pages need, as GitHub renders it.
enum Markdown {
  /// A table with its head; nothing when it has no rows.
  static func table(_ head: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let rule = head.map { _ in "--" }
    return ([head, rule] + rows).map { "|" + $0.map(escaped).joined(separator: "|") + "|\n" }
      .joined()
  }

  /// `text` in the type of code; nothing for nothing.
  static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  static func link(_ text: String, _ target: String) -> String { "[\(text)](\(target))" }

  /// Parts of a page with one blank line between them.
  static func page(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
      .joined(separator: "\n\n") + "\n"
  }

  static func list(_ items: [String]) -> String { items.map { "- \($0)\n" }.joined() }

  /// The anchor that GitHub gives a heading.
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
