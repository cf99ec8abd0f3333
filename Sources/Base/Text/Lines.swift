// SPDX-License-Identifier: Apache-2.0

extension String {
  /// Its lines without their ends, LF or CRLF; behind the last end there is one more, which is empty
  /// mostly. (To a Swift string CRLF is one character, which no search for LF finds.)
  public var lines: [Substring] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }
}
