// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The lines without their ends, LF or CRLF. The text after the last line end is the last line,
  /// which is usually empty. (Works on bytes, because CRLF is a single Swift character, which a
  /// search for LF does not find.)
  public var lines: [Substring] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }
}

extension Substring {
  /// Whether the line has only white space, or nothing.
  public var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
