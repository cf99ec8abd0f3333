// SPDX-License-Identifier: Apache-2.0

import Base
import Testing

@Suite struct PrintableTests {
  @Test func leavesWhatCanBeSeen() {
    for text in ["", "plain text ~", "Grüße", "漢字", "a\u{301}", "…"] {
      #expect(text.printable == text)
    }
  }

  /// Control characters (C0, DEL, C1), separators of lines, and what turns the direction of text.
  @Test(arguments: [
    "\u{0}", "\t", "\n", "\r", "\u{1b}", "\u{7f}", "\u{80}", "\u{9b}", "\u{9f}", "\u{ad}",
    "\u{61c}",
    "\u{200b}", "\u{200e}", "\u{2028}", "\u{2029}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}",
    "\u{feff}", "\u{fff9}", "\u{e000}", "\u{e0001}",
  ])
  func escapesWhatActs(_ text: String) {
    let escapes = text.utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
    #expect("a\(text)b".printable == "a\(escapes.joined())b")
  }

  /// What takes no room, though it counts as a letter; and a byte of a name that is no UTF-8.
  @Test func escapesWhatCannotBeSeen() {
    #expect("a\u{115f}\u{3164}".printable == #"a\341\205\237\343\205\244"#)
    #expect("n\u{10feff}me".printable == #"n\377me"#)
  }

  @Test func escapesALineEndOfTwo() { #expect("\r\n".printable == #"\015\012"#) }
}
