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

  /// Text from the image, quoted and safe for one line of a terminal; at most 64 characters of it.
  static func quoted(_ text: String) -> String {
    let safe = text.unicodeScalars.map { $0.properties.isPrintable ? String($0) : "?" }
    let shown = safe.prefix(64).joined()
    return "\"" + shown + (safe.count > 64 ? "…" : "") + "\""
  }
}

extension Unicode.Scalar.Properties {
  /// Whether the character is visible text or a space, and not a control, format or private-use
  /// character, a separator of lines, or unassigned.
  fileprivate var isPrintable: Bool {
    switch generalCategory {
    case .control, .format, .unassigned, .surrogate, .privateUse, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
