// SPDX-License-Identifier: Apache-2.0

import Base
import Testing

@Suite struct LinesTests {
  @Test func endInEither() {
    #expect("a\nb\r\n\n\r\nc".lines == ["a", "b", "", "", "c"])
    #expect("a\n".lines == ["a", ""])
    #expect("".lines == [""])
  }

  @Test func blankLines() {
    #expect("\r\n \t\nx \n".lines.map(\.isBlank) == [true, true, false, true])
  }

  @Test func otherEndsAreText() {
    #expect("a\rb\u{2028}c\u{85}".lines == ["a\rb\u{2028}c\u{85}"])
  }
}
