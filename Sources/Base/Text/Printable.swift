// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The text with everything escaped as `\u{1b}` that a terminal or a log may act on instead of
  /// showing it: control characters (C0, DEL, C1), line and paragraph separators, and format
  /// characters, of which some change the direction of what follows and some cannot be seen.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return String(self) }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if FileName.bytes.contains(scalar.value) {
        text += "\\x" + String(UInt8(truncatingIfNeeded: scalar.value), radix: 16)
      } else if scalar.isUnprintable {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is acted on, or cannot be seen.
  fileprivate var isUnprintable: Bool {
    if (0x20..<0x7f).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: properties.isDefaultIgnorableCodePoint
    }
  }
}
