// SPDX-License-Identifier: Apache-2.0

import Base

/// The words of a finding: the figure, the place, and the cure after a semicolon.
///
/// Each rule declares its own at the bottom of its file, so that no text is made up inside a check.
struct Message: Sendable, ExpressibleByStringInterpolation {
  let text: String

  init(stringLiteral text: String) { self.text = text }
}

/// Numbers as messages spell them.
extension Message {
  /// `0x1000`
  static func hex(_ value: some BinaryInteger) -> String { Base.hex(value) }

  /// `1 byte`, `3 bytes`
  static func bytes(_ count: some BinaryInteger) -> String {
    count == 1 ? "1 byte" : "\(count) bytes"
  }

  /// Foreign text, fit for one line of a terminal and quoted; at most 64 characters of it.
  static func quoted(_ text: String) -> String {
    let safe = text.unicodeScalars.map { $0.properties.isPrintable ? String($0) : "?" }
    let shown = safe.prefix(64).joined()
    return "\"" + shown + (safe.count > 64 ? "…" : "") + "\""
  }
}

extension Unicode.Scalar.Properties {
  /// Neither control, format, unassigned nor a lone surrogate or separator of lines.
  fileprivate var isPrintable: Bool {
    switch generalCategory {
    case .control, .format, .unassigned, .surrogate, .privateUse, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
