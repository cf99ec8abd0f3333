// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import Reports

@Suite struct GitHubFormatTests {
  @Test func aCommandForEachAnnotation() {
    #expect(
      GitHubFormat.text(.made) == """
        ::error file=lost::is empty
        ::error file=dir/bad 1%25%2Cü,title=note-owner::note ENTRY+0x2: "x" <&> 100%25%0A\\033[31m
        ::notice file=arch/a b%2Cc.c,line=12,title=note-owner::dir/bad 1%25,ü: plain

        """)
  }

  @Test func nothingIsSaidOfAKernelThatIsClean() throws {
    let result = try pvkit("code", "--format", "github", DebianImages.linuxCloud())
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
  }
}
