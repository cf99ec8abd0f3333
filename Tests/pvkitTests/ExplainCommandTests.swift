// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
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

  /// Lines of code stay as they are to one another.
  @Test(arguments: [
    (
      "note-name-size",
      "\n        .long 2f - 1f, 4f - 3f, XEN_ELFNOTE_PHYS32_ENTRY\n    1:  .asciz \"Xen\"\n"
    ),
    ("events-masked", "rounds++)\n        ;\n"),
  ]) func codeIsIndented(_ rule: String, _ part: String) throws {
    let output = try pvkit("explain", rule).output
    #expect(output.contains(part), "\(output)")
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

  /// As JSON and Markdown: a rule, an instruction, words, all rules.
  @Test(arguments: [
    (["note-owner"], 1), (["member-moved"], 1), (["lgdt"], 1), (["no loader found"], 2), ([], 40),
  ]) func otherFormats(_ names: [String], _ least: Int) throws {
    let json = try Command.run([Places.pvkit, "explain", "--format", "json"] + names)
    #expect(json.status == 0)
    try Schemas.expect([json.output], toBe: .explain)
    let entries = try #require(json.document()["entries"] as? [[String: Any]])
    #expect(entries.count >= least)
    let page = try Command.run([Places.pvkit, "explain", "--format", "md"] + names)
    #expect(page.status == 0)
    for entry in entries {
      let id = try #require(entry["id"] as? String)
      #expect(page.output.contains("# \(id)"), "\(id)")
      #expect(page.output.contains(try #require(entry["markdown"] as? String)), "\(id)")
    }
    #expect(try pvkit("explain", "--format", "json", "note-ownr").status == 2)
  }

  /// A finding of a report, by its number and by its fingerprint.
  @Test func aFindingOfAReport() throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/report.json"
      let report = try pvkit("check", "--format", "json", DebianImages.gnumach())
      try Output.write(report.output, to: file)
      let found = try #require(report.objects().first?["fingerprints"] as? [String])
      #expect(!found.isEmpty)
      for (number, fingerprint) in found.enumerated() {
        for name in ["\(number + 1)", fingerprint] {
          let result = try pvkit("explain", "\(file):\(name)")
          #expect(result.status == 0, "\(result.errors)")
          #expect(result.output.hasPrefix("gnumach-1.8-xen-486.gz: \(fingerprint)\n\n"))
          #expect(result.output.contains("\n\(fingerprint.prefix { $0 != " " }) ("))
        }
      }
      for name in ["0", "999", "nothing", "-1"] {
        try pvkit("explain", "\(file):\(name)").expectOneError(containing: "but not \(name)")
      }
      try Output.write("no report\n", to: file)
      try pvkit("explain", "\(file):1").expectOneError(containing: "line 1 is not a line")
    }
  }

  @Test func unknownRule() throws {
    let result = try pvkit("explain", "note-ownr")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no rule \"note-ownr\"; nearest: note-owner"))
  }
}
