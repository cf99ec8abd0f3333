// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@Suite struct ExplainCommandTests {
  @Test func oneRule() throws {
    let result = try pvkit("explain", "note-owner")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("note-owner (error)\n\nA note has the content of a Xen note"))
    #expect(result.output.contains("**Fix:**"))
  }

  @Test func allRules() throws {
    let files = try Command.run(["ls", Places.package + "/Docs/rules"]).output
    let pages = files.split(separator: "\n").filter { $0 != "README.md" }.map { $0.dropLast(3) }
    let lines = try pvkit("explain").output.split(separator: "\n")
    #expect(lines.count == pages.count)
    #expect(Set(lines.compactMap { $0.split(separator: " ").first }) == Set(pages))
  }

  @Test func unknownRule() throws {
    let result = try pvkit("explain", "note-ownr")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no rule \"note-ownr\"; nearest: note-owner"))
  }
}
