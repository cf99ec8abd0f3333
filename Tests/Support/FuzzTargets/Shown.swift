// SPDX-License-Identifier: Apache-2.0

/// Checks text for a terminal or a log.
enum Shown {
  /// Traps if a line contains a character that is invisible or has an effect on a terminal.
  static func check(_ lines: [String]) {
    for line in lines where !line.utf8.allSatisfy({ isPlain($0) }) {
      for scalar in line.unicodeScalars where !isVisible(scalar) {
        fatalError("U+\(String(scalar.value, radix: 16)) in \(line.debugDescription)")
      }
    }
  }

  /// The same for a text of several lines.
  static func check(_ text: String) {
    guard !text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: "\n") }) else { return }
    check(text.unicodeScalars.split(separator: "\n").map { String($0) })
  }

  /// Whether it is printable ASCII, for which no table is needed.
  private static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7f).contains(byte) }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7f).contains(scalar.value) { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
