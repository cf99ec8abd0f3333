// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// One line of text as the content of an element, or an attribute in double quotes, of HTML, SVG or XML.
  /// Control characters, which XML cannot have, ends of lines, behind which a CI server takes text for a
  /// command, and what reorders the text are made visible.
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
