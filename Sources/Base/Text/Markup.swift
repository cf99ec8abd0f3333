// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// One line of text, escaped for the content of an element or a double-quoted attribute of HTML,
  /// SVG or XML. Three kinds of characters are made visible first: control characters, which XML
  /// cannot contain; line ends, because a CI server may take the text after one as a command; and
  /// characters that reorder text.
  public var markup: String {
    let visible = printable
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
