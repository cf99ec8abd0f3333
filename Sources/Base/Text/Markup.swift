// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The text as the content of an element, or an attribute in double quotes, of HTML, SVG or XML. Control
  /// characters, which XML cannot have, and what reorders the text are made visible; ends of lines stay.
  public var markup: String {
    let visible = split(separator: "\n", omittingEmptySubsequences: false).map(\.printable)
      .joined(separator: "\n")
    guard visible.utf8.contains(where: { Self.marks[$0] != nil }) else { return visible }
    return visible.unicodeScalars.reduce(into: "") { text, scalar in
      if let escaped = UInt8(exactly: scalar.value).flatMap({ Self.marks[$0] }) {
        text += escaped
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  private static var marks: [UInt8: String] {
    [0x26: "&amp;", 0x3c: "&lt;", 0x3e: "&gt;", 0x22: "&quot;"]
  }
}
