// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@Suite struct ExplainCommandTests {
  @Test func oneRule() throws {
    let result = try pvkit("explain", "note-owner")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("note-owner (error)\n\nA note has the content of a Xen note"))
    #expect(result.output.contains("\nFix: write the owner literally"))
    #expect(!result.output.contains("**") && !result.output.contains("`"))
    #expect(result.output.contains("\n    .pushsection .note.Xen"))
  }

  @Test func allRules() throws {
    let files = try Command.run(["ls", Places.package + "/Docs/rules"]).output
    let pages = files.split(separator: "\n").filter { $0 != "README.md" }.map { $0.dropLast(3) }
    let lines = try pvkit("explain").output.split(separator: "\n")
    #expect(lines.count == pages.count)
    #expect(Set(lines.compactMap { $0.split(separator: " ").first }) == Set(pages))
  }

  /// The rules of other commands, the classes of scan, and words of loaders.
  @Test(arguments: [
    ("loader-refuses", "no loader found"), ("member-moved", "another offset"),
    ("hypercall-number", "no hypercall"), ("suppression-stale", "covers nothing"),
    ("lgdt", "instructions in a PV guest"), ("Invalid kernel", "loader-refuses"),
    ("no loader found", "notes-missing"),
    ("ELF start or entries are out of bounds", "entry-default"),
  ]) func whatOthersSay(_ name: String, _ part: String) throws {
    let result = try pvkit("explain", name)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(part), "\(result.output)")
  }

  @Test func unknownRule() throws {
    let result = try pvkit("explain", "note-ownr")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no rule \"note-ownr\"; nearest: note-owner"))
  }
}
