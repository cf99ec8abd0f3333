// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The text with every character escaped that a terminal or a log may act on instead of showing
  /// it: control characters (C0, DEL, C1), line and paragraph separators, and format characters,
  /// some of which are invisible or change the direction of the text. An escape is the number of each
  /// byte in UTF-8, or of the byte of a file name that is not UTF-8, as in `ls -b`: `\033`, `\377`.
  /// `shellWord` has the same ones.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return String(self) }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isUnprintable {
        text += FileName.encoded(String(scalar)).map(octalEscape).joined()
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}

/// `\033`
private func octalEscape(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 8)
  return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
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
