// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Reports

@Suite struct GccFormatTests {
  @Test func aLineForEachAnnotation() {
    #expect(
      GccFormat.text(.made) == """
        lost: error: is empty
        dir/bad 1%,ü: error: note ENTRY+0x2: "x" <&> 100%\\012\\033[31m [note-owner]
        arch/a b,c.c:12: note: dir/bad 1%,ü: plain [note-owner]

        """)
  }

  /// Of two images from one source, each line names its image; of one, none does.
  @Test(arguments: ["gcc", "github"]) func twoImagesOfOneSource(format: String) throws {
    try withFaultyObject { object in
      try FileManager.default.copyItem(atPath: object, toPath: object + ".o")
      let one = try pvkit("scan", "--format", format, object).output
      #expect(!one.contains("faulty.o"), "\(one)")
      let lines = try pvkit("scan", "--format", format, object, object + ".o").output
        .split(separator: "\n")
      #expect(Set(lines).count == 4 && lines.count == 4, "\(lines)")
      for (line, name) in zip(lines, ["faulty.o", "faulty.o", "faulty.o.o", "faulty.o.o"]) {
        #expect(
          line.contains(": \(name): load+0x") || line.contains("::\(name): load+0x"), "\(line)")
      }
    }
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
