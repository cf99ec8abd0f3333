// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The text with every character escaped that a terminal or a log may act on instead of showing
  /// it: control characters (C0, DEL, C1), line and paragraph separators, and format characters,
  /// some of which are invisible or change the direction of the text. An escape has the form
  /// `\u{1b}`; a byte of a file name that is not UTF-8 has the form `\xff`.
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
  /// Whether a terminal acts on the character or does not show it.
  fileprivate var isUnprintable: Bool {
    if (0x20..<0x7f).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: properties.isDefaultIgnorableCodePoint
    }
  }
}
