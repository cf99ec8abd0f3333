// SPDX-License-Identifier: Apache-2.0

import Base
import Testing

@Suite struct TextEncodingTests {
  /// The text in that encoding, without a mark.
  private static func bytes(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
    switch encoding {
    case .marked: Array(text.utf8)
    case .utf16Little: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case .utf16Big: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case .utf32Little: text.unicodeScalars.flatMap { Self.four($0.value) }
    case .utf32Big: text.unicodeScalars.flatMap { Self.four($0.value).reversed() }
    }
  }

  private static func four(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  @Test(arguments: TextEncoding.allCases, ["{\"form\":\"check\"}\n", "größer\n", "漢字\r\n", ""])
  func marked(encoding: TextEncoding, text: String) {
    #expect(TextEncoding(encoding.mark + Self.bytes(text, encoding)) == encoding)
  }

  @Test(arguments: ["{\"form\":\"check\"}\n", "größer als\n"]) func unmarked(text: String) {
    #expect(TextEncoding(Self.bytes(text, .utf16Little)) == .utf16Little)
    #expect(TextEncoding(Self.bytes(text, .utf16Big)) == .utf16Big)
    #expect(TextEncoding(Self.bytes(text, .marked)) == nil)
  }

  @Test(
    arguments: [[], [0], [0x61], [0x61, 0], [0, 0, 0, 0], [0xe9, 0x61, 0x0a], [0xef, 0xbb]]
      as [[UInt8]])
  func neither(bytes: [UInt8]) { #expect(TextEncoding(bytes) == nil) }

  /// A list has names of any bytes, one a line, or ended by NUL.
  @Test func lists() {
    func encoding(_ bytes: [UInt8]) -> TextEncoding? { TextEncoding(bytes, isList: true) }
    let list = "k/vmlinuz-ä\nk/b\n"
    for kind in [.utf16Little, .utf16Big] as [TextEncoding] {
      #expect(encoding(Self.bytes(list, kind)) == kind)
      #expect(encoding(kind.mark + Self.bytes(list, kind)) == kind)
    }
    #expect(encoding(TextEncoding.marked.mark + Array(list.utf8)) == .marked)
    #expect(encoding(Array(list.utf8)) == nil)
    #expect(encoding(Array("a\0b\0c\0".utf8)) == nil)
    #expect(encoding([0xff, 0xfe, 0x61, 0x0a]) == nil)
    #expect(encoding([0xff, 0xfe, 0x61, 0x62, 0, 0x63, 0]) == nil)
  }

  @Test func words() {
    #expect(TextEncoding.utf16Little.problem == "is UTF-16 (little-endian), not UTF-8")
    #expect(TextEncoding.utf16Little.cure == "convert it (iconv -f UTF-16 -t UTF-8)")
    #expect(TextEncoding.marked.problem == "is UTF-8 with a byte order mark")
  }
}
