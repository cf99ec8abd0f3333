// SPDX-License-Identifier: Apache-2.0

import Base

/// The message of a finding: the number or value, the place, and the fix after a semicolon.
///
/// Each rule declares its messages at the end of its file, so that checks contain no text.
struct Message: Sendable, ExpressibleByStringInterpolation {
  let text: String

  init(stringLiteral text: String) { self.text = text }
}

/// Formatting for messages.
extension Message {
  /// `0x1000`
  static func hex(_ value: some BinaryInteger) -> String { Base.hex(value) }

  /// `1 byte`, `3 bytes`
  static func bytes(_ count: some BinaryInteger) -> String {
    count == 1 ? "1 byte" : "\(count) bytes"
  }

  /// The maximum number of characters to quote.
  private static let mostQuoted = 64

  /// Text from the image, quoted and safe for one line of a terminal; at most `mostQuoted`
  /// characters of it.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let shown = String(String.UnicodeScalarView(scalars.prefix(mostQuoted))).printable
    return "\"" + shown + (scalars.dropFirst(mostQuoted).isEmpty ? "" : "…") + "\""
  }
}
