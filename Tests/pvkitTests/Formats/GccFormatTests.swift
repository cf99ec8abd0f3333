// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct GccFormatTests {
  @Test func aLineForEachAnnotation() {
    #expect(
      GccFormat.text(.made) == """
        lost: error: is empty
        dir/bad 1%,ü: error: note ENTRY+0x2: "x" <&> 100%\\u{a}\\u{1b}[31m [note-owner]
        arch/a b,c.c:12: note: plain [note-owner]

        """)
  }

  @Test func theLineOfSourceIsAsTheTreeHasIt() throws {
    try withFaultyObject { object in
      let result = try pvkit("code", "--format", "gcc", object)
      #expect(result.status == 1)
      #expect(result.output.hasPrefix("faulty.c:2: error: load+0x"), "\(result)")
      #expect(result.output.hasSuffix(" [instruction-faults]\n"))
      #expect(result.output.split(separator: "\n").count == 2, "one for each instruction")
    }
  }
}
