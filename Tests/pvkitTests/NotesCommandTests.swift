// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct NotesCommandTests {
  private static func list(_ arguments: [String]) throws -> CommandResult {
    try Command.run([Places.pvkit, "notes", "--format", "json"] + arguments)
  }

  /// Of Debian's kernel; once, because it takes a second to unpack.
  private static let linux = Result { try list([DebianImages.linux()]) }

  private func listing(_ result: CommandResult) throws -> [String: Any] {
    #expect(result.status == 0, "\(result.errors)")
    return try #require(result.objects().first)
  }

  private func notes(_ arguments: String...) throws -> [String: Any] {
    try listing(Self.list(arguments))
  }

  private func note(_ name: String, of listing: [String: Any]) throws -> [String: Any] {
    let notes = try #require(listing["notes"] as? [[String: Any]])
    return try #require(notes.first { $0["name"] as? String == name })
  }

  @Test func everyXenNoteOfDebiansKernelHasItsName() throws {
    let listing = try listing(Self.linux.get())
    let all = try #require(listing["notes"] as? [[String: Any]])
    let xen = all.filter { $0["owner"] as? String == "Xen" }
    #expect(xen.count == 16)
    #expect(xen.allSatisfy { $0["name"] is String && $0["value"] is String })
  }

  @Test func addressesComeWithTheirSection() throws {
    let listing = try listing(Self.linux.get())
    #expect(try note("ENTRY", of: listing)["section"] as? String == ".init.text")
    #expect(try note("PHYS32_ENTRY", of: listing)["section"] as? String == ".text")
  }

  @Test func featureBitsAreNamed() throws {
    let supported = try note("SUPPORTED_FEATURES", of: listing(Self.linux.get()))
    let names = ["writable_page_tables", "dom0", "linux_rsdp_unrestricted"]
    #expect(supported["features"] as? [String] == names)
    #expect(supported["value"] as? String == "0x8801")
  }

  @Test func aNoteOfTwoTablesIsOneEntry() throws {
    let entry = try note("ENTRY", of: listing(Self.linux.get()))
    #expect(entry["origins"] as? [String] == ["PT_NOTE 4", "SHT_NOTE .notes"])
  }

  @Test func quickGivesTheSameValuesWithoutSections() throws {
    let whole = try listing(Self.linux.get())
    let quick = try notes("--quick", DebianImages.linux())
    for name in ["ENTRY", "FEATURES", "PHYS32_ENTRY"] {
      let value = try note(name, of: whole)["value"] as? String
      #expect(try note(name, of: quick)["value"] as? String == value)
    }
    #expect(try note("ENTRY", of: quick)["section"] == nil)
  }

  @Test func theLegacyStringIsSplit() throws {
    let legacy = try #require(notes(DebianImages.gnumach())["legacy"] as? [String: Any])
    let values = try #require(legacy["values"] as? [String: String])
    #expect(values["XEN_VER"] == "xen-3.0")
    #expect(values["VIRT_BASE"] == "0x40000000")
  }

  @Test func textShowsEachNote() throws {
    let result = try pvkit("notes", DebianImages.linux())
    #expect(result.output.contains("PHYS32_ENTRY"))
    #expect(result.output.contains("in .init.text"))
  }

  @Test func anImageWithoutXenNotesIsAFinding() throws {
    #expect(try pvkit("notes", DebianImages.hvmloader()).status == 1)
  }

  @Test func whatIsNoImageIsAnError() throws {
    try pvkit("notes", "/etc/passwd").expectOneError(containing: "/etc/passwd")
  }
}
