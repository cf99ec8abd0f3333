// SPDX-License-Identifier: Apache-2.0

/// What is to reach a terminal or a log.
enum Shown {
  /// Traps when a line has anything in it that is acted on instead of shown, or cannot be seen.
  static func check(_ lines: [String]) {
    for line in lines where !line.utf8.allSatisfy({ isPlain($0) }) {
      for scalar in line.unicodeScalars where !isVisible(scalar) {
        fatalError("U+\(String(scalar.value, radix: 16)) in \(line.debugDescription)")
      }
    }
  }

  /// The same for a whole text with line ends.
  static func check(_ text: String) {
    guard !text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: "\n") }) else { return }
    check(text.unicodeScalars.split(separator: "\n").map { String($0) })
  }

  /// Of ASCII, which needs no table.
  private static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7f).contains(byte) }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7f).contains(scalar.value) { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
