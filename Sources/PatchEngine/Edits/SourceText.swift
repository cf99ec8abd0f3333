// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The bytes of a file, with access to its lines. Kernel sources are not all UTF-8.
struct SourceText: Sendable {
  let bytes: [UInt8]

  static let newline = UInt8(ascii: "\n")
  private static let end = Int32(newline)

  /// The offset of the start of the line that contains `offset`.
  func lineStart(at offset: Int) -> Int {
    bytes.withUnsafeBytes { text in
      guard let start = text.baseAddress, let end = memrchr(start, Self.end, offset) else {
        return 0
      }
      return UnsafeRawPointer(end) - start + 1
    }
  }

  /// The offset after the newline of the line that contains `offset`, or the end of the text.
  func lineEnd(at offset: Int) -> Int {
    bytes.withUnsafeBytes { text in
      guard let start = text.baseAddress,
        let end = memchr(start + offset, Self.end, text.count - offset)
      else { return text.count }
      return UnsafeRawPointer(end) - start + 1
    }
  }

  /// The offset of the next newline, or the end of the bytes.
  static func end(ofLineIn bytes: [UInt8], from offset: Int) -> Int {
    bytes[offset...].firstIndex(of: newline) ?? bytes.count
  }

  /// The number of the line that contains `offset`, from 1.
  func lineNumber(at offset: Int) -> Int {
    bytes[..<offset].count { $0 == Self.newline } + 1
  }

  /// The lines that contain a range of bytes, with their newlines.
  func lines(of range: Range<Int>) -> Range<Int> {
    lineStart(at: range.lowerBound)..<lineEnd(at: max(range.lowerBound, range.upperBound - 1))
  }
}
