// SPDX-License-Identifier: Apache-2.0

/// What is to reach a terminal or a log.
enum Shown {
  /// Traps when a line has anything in it that is acted on instead of shown, or cannot be seen.
  static func check(_ lines: [String]) {
    for line in lines {
      for scalar in line.unicodeScalars where !isVisible(scalar) {
        fatalError("U+\(String(scalar.value, radix: 16)) in \(line.debugDescription)")
      }
    }
  }

  /// The like of a whole text with line ends.
  static func check(_ text: String) {
    check(text.unicodeScalars.split(separator: "\n").map { String($0) })
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
