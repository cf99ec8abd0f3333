// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
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
    let lines = try pvkit("notes", DebianImages.gnumach()).output.split(separator: "\n")
    #expect(lines.first?.hasSuffix(", notes from __xen_guest") == true, "\(lines)")
  }

  @Test func textShowsEachNote() throws {
    let result = try pvkit("notes", DebianImages.linux())
    #expect(result.output.contains("PHYS32_ENTRY"))
    #expect(result.output.contains("in .init.text"))
  }

  @Test func anImageWithoutXenNotesIsAFinding() throws {
    #expect(try pvkit("notes", DebianImages.hvmloader()).status == 1)
  }

  /// As of `pvkit check`: of several images, one with Xen notes takes one line, the last line counts
  /// them, and options say how much is shown. One image has no such line.
  @Test func severalImages() throws {
    try Places.withScratchFolder { folder in
      let guest = TestGuest().build().bytes
      for name in ["a", "b"] { try Output.write(guest, to: "\(folder)/\(name)") }
      try Output.write(Array(guest.prefix(100)), to: folder + "/cut")
      let bare = try DebianImages.hvmloader()
      let images = ["a", "b", "cut"].map { "\(folder)/\($0)" } + [bare]
      func lines(_ options: String...) throws -> [String] {
        let result = try Command.run([Places.pvkit, "notes"] + options + images)
        #expect(result.status == 3, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
      }
      let alone = try pvkit("notes", images[0]).output.split(separator: "\n").map(String.init)
      #expect(alone.count > 2 && alone[0].hasPrefix("a: ELF64 x86_64, "), "\(alone)")
      #expect(!alone.contains { $0.hasPrefix("1 image") }, "\(alone)")
      let last = "4 images: 2 with Xen notes, 1 without, 1 could not be read"
      let usual = try lines()
      #expect(usual.first == alone[0] && usual[1] == "b\(alone[0].dropFirst())", "\(usual)")
      #expect(usual.last == last, "\(usual)")
      #expect(usual.contains { $0.hasPrefix("cut: could not be read: ") }, "\(usual)")
      let quiet = try lines("-q")
      #expect(quiet == Array(usual.dropFirst(2)), "\(quiet)")
      let full = try lines("--verbose")
      #expect(Array(full.prefix(alone.count)) == alone && full.last == last, "\(full)")
      #expect(full.count == usual.count + 2 * (alone.count - 1), "\(full)")
      let json = try Command.run([Places.pvkit, "notes", "-v", "--format", "json"] + images)
      #expect(json.status == 2 && json.errors.contains("--verbose is for --format text"))
    }
  }

  /// Joined shards are the whole, in both formats; other formats are refused.
  @Test func shards() throws {
    try Places.withScratchFolder { folder in
      let guest = TestGuest().build().bytes
      for name in ["a", "b", "c"] { try Output.write(guest, to: "\(folder)/\(name)") }
      let images = ["a", "b", "c", "none"].map { "\(folder)/\($0)" }
      let parts = try (1...2).map { number in
        let command = [Places.pvkit, "notes", "--shard", "\(number)/2", "--format", "json"]
        let file = "\(folder)/\(number).json"
        try Output.write(Command.run(command + images).output, to: file)
        return file
      }
      for options in [["--format", "json"], ["--format", "text"], ["--format", "text", "-v"]] {
        let joined = try Command.run([Places.pvkit, "report", "merge"] + options + parts)
        let whole = try Command.run([Places.pvkit, "notes"] + options + images)
        #expect(joined.status == 3 && whole.status == 3, "\(joined.errors)")
        #expect(joined.output == whole.output && !whole.output.isEmpty, "\(options)")
      }
      let page = try Command.run([Places.pvkit, "report", "merge", "--format", "html"] + parts)
      page.expectOneError(containing: "pvkit notes, which has the formats text and json")
      let text = try pvkit("notes", "--shard", "1/2", images[0])
      #expect(text.status == 2 && text.errors.contains("--shard needs --format json"))
    }
  }

  @Test func whatIsNoImageIsAnError() throws {
    try pvkit("notes", "/etc/passwd").expectOneError(containing: "/etc/passwd")
  }
}
