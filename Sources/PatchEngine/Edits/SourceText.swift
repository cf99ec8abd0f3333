// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file's bytes, and where its lines are. Kernel sources are not all UTF-8.
struct SourceText: Sendable {
  let bytes: [UInt8]

  static let newline = UInt8(ascii: "\n")
  private static let end = Int32(newline)

  /// Where the line that holds `offset` starts.
  func lineStart(at offset: Int) -> Int {
    bytes.withUnsafeBytes { text in
      guard let start = text.baseAddress, let end = memrchr(start, Self.end, offset) else {
        return 0
      }
      return UnsafeRawPointer(end) - start + 1
    }
  }

  /// Just behind the newline of the line that holds `offset`, or the end of the text.
  func lineEnd(at offset: Int) -> Int {
    bytes.withUnsafeBytes { text in
      guard let start = text.baseAddress,
        let end = memchr(start + offset, Self.end, text.count - offset)
      else { return text.count }
      return UnsafeRawPointer(end) - start + 1
    }
  }

  /// The newline that ends a line of some bytes, or their end.
  static func end(ofLineIn bytes: [UInt8], from offset: Int) -> Int {
    bytes[offset...].firstIndex(of: newline) ?? bytes.count
  }

  /// From 1.
  func lineNumber(at offset: Int) -> Int {
    bytes[..<offset].count { $0 == Self.newline } + 1
  }

  /// The lines that hold a range of bytes, with their newlines.
  func lines(of range: Range<Int>) -> Range<Int> {
    lineStart(at: range.lowerBound)..<lineEnd(at: max(range.lowerBound, range.upperBound - 1))
  }
}
