// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import GuestImage
import Testing

@Suite struct NotesRewriteTests {
  private func notes(_ arguments: String...) throws -> CommandResult {
    try Command.run([Places.pvkit, "notes"] + arguments)
  }

  /// gnumach as Debian ships it, unpacked: its notes bear the owner "name".
  private func withGnumach(_ body: (_ image: String, _ new: String) throws -> Void) throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let image = folder + "/gnumach"
      let unpacked = try Command.run(
        [Places.pvkit, "unpack", try DebianImages.gnumach(), "-o", image])
      try #require(unpacked.status == 0, "\(unpacked.errors)")
      try body(image, folder + "/new")
    }
  }

  /// Whatever is loaded is as it was.
  private func expectSameMemory(_ one: String, _ other: String) throws {
    let (before, after) = (
      try GuestImage.open(path: one).elf.get(), try GuestImage.open(path: other).elf.get()
    )
    let loaded = before.segments.filter(\.isLoad)
    #expect(loaded.count == after.segments.filter(\.isLoad).count)
    for (old, new) in zip(loaded, after.segments.filter(\.isLoad)) {
      #expect(old.virtualAddress == new.virtualAddress && old.memorySize == new.memorySize)
      // The file's own headers may be loaded, and they lead to the notes.
      let skipped = old.offset == 0 ? 4096 : 0
      let (a, b) = (before.contents(of: old)?.array ?? [], after.contents(of: new)?.array ?? [])
      #expect(a.dropFirst(skipped) == b.dropFirst(skipped))
    }
  }

  @Test func aWrongOwnerIsMended() throws {
    try withGnumach { image, new in
      #expect(try notes(image).output.contains("name"))
      let fixed = try notes("fix", image, "-o", new)
      #expect(fixed.status == 0, "\(fixed.errors)")
      try expectSameMemory(image, new)
      let elf = try GuestImage.open(path: new).elf.get()
      #expect(elf.notes.filter(\.isXen).count > 3)
      let check = try Command.run([Places.pvkit, "check", "--mode", "pv", "--role", "domU", new])
      #expect(!check.output.contains("note-owner"), "\(check.output)")
      #expect(try notes("fix", new, "-o", new + "2").status == 1)
    }
  }

  @Test func notesAreSetAddedAndRemoved() throws {
    let shim = try DebianImages.xenShim()
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let (one, two) = (folder + "/one", folder + "/two")
      let set = try notes("set", shim, "GUEST_OS=mine", "PHYS32_ENTRY=0x200000", "-o", one)
      #expect(set.status == 0, "\(set.errors)")
      try expectSameMemory(shim, one)
      let shown = try notes(one).output
      #expect(shown.contains("mine") && shown.contains("0x200000"), "\(shown)")
      #expect(try notes("remove", one, "GUEST_OS", "-o", two).status == 0)
      #expect(try !notes(two).output.contains("mine"))
      try notes("remove", two, "GUEST_OS", "-o", one).expectOneError(containing: "has no note")
      try notes("set", "--new", two, "PHYS32_ENTRY=1", "-o", one).expectOneError(
        containing: "PHYS32_ENTRY is there already")
    }
  }

  @Test func whatCannotBeRewrittenIsSaid() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let new = folder + "/new"
      try notes("set", try DebianImages.linux(), "GUEST_OS=x", "-o", new).expectOneError(
        containing: "is packed (bzImage)")
      try notes("set", try DebianImages.xenShim(), "ENTRY=start", "-o", new).expectOneError(
        containing: "want a number")
      #expect(!FileManager.default.fileExists(atPath: new))
    }
  }
}
