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
      let found = try pvkit("check", "--mode", "pv", "--role", "domU", image)
      #expect(found.output.contains("fixed by pvkit check --fix"))
      let fixed = try pvkit("check", "--fix", "--mode", "pv", "--role", "domU", image, "-o", new)
      #expect(fixed.output.contains("accepts") && !fixed.output.contains("note-owner"))
      #expect(fixed.errors.wholeMatch(of: #/pvkit: .*/new: written, [0-9.]+ [KM]iB\n/#) != nil)
      try expectSameMemory(image, new)
      #expect(try GuestImage.open(path: new).elf.get().notes.filter(\.isXen).count > 3)
      let again = try pvkit("check", "--fix", new, "-o", new + "2")
      #expect(again.status == 1 && again.errors.contains("nothing to repair"))
      #expect(!FileManager.default.fileExists(atPath: new + "2"))
    }
  }

  /// The copy has a name and findings of its own: what is known of the original stays known.
  @Test func theOriginalStaysKnown() throws {
    try withGnumach { image, new in
      let update = ["--baseline", new + ".json", "--update-baseline", image]
      _ = try Command.run([Places.pvkit, "check"] + update)
      let first = try String(contentsOfFile: new + ".json", encoding: .utf8)
      #expect(first.split(separator: "\n").count == 1)
      _ = try Command.run([Places.pvkit, "check", "--fix", "-o", new] + update)
      let both = try String(contentsOfFile: new + ".json", encoding: .utf8)
      #expect(both.hasPrefix(first) && both.split(separator: "\n").count == 2, "\(both)")
    }
  }

  /// Of one image, another shard would have nothing to write.
  @Test func aShardIsNotFixed() throws {
    try withGnumach { image, new in
      let result = try pvkit(
        "check", "--fix", "--shard", "2/2", "--format", "json", image, "-o", new)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains("--fix and --shard exclude each other"), "\(result.errors)")
    }
  }

  @Test func theImageItselfIsNoOutput() throws {
    try withGnumach { image, new in
      try FileManager.default.copyItem(atPath: image, toPath: new)
      let link = new + ".link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: new)
      let before = FileManager.default.contents(atPath: new)
      for output in [new, link] {
        for command in [["notes", "set", new, "GUEST_OS=x"], ["check", "--fix", new]] {
          let result = try Command.run([Places.pvkit] + command + ["-o", output])
          #expect(result.status == 2 && result.errors.contains("is the image itself"))
        }
      }
      #expect(FileManager.default.contents(atPath: new) == before)
    }
  }

  @Test func whatCannotBeReadHasOneError() throws {
    try withGnumach { image, new in
      let bytes = try #require(FileManager.default.contents(atPath: image))
      try bytes.prefix(20000).write(to: URL(filePath: new))
      let result = try Command.run([Places.pvkit, "check", "--fix", new, "-o", new + "2"])
      #expect(result.status == 3 && result.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: new + "2"))
    }
  }

  @Test func aMessageDoesNotRepeatALongValue() throws {
    let long = String(repeating: "a", count: 100_000)
    try withGnumach { image, new in
      for start in [
        "GUEST_OS=", "", "--legacy ", "--legacy PAE=,", "ENTRY=1", "SUPPORTED_FEATURES=",
        "SUSPEND_CANCEL=",
      ] {
        let change = "\(start)\(long)".split(separator: " ").map(String.init)
        let result = try Command.run([Places.pvkit, "notes", "set", image] + change + ["-o", new])
        #expect(result.status == 2 && result.errors.utf8.count < 400, "\(result.errors.prefix(99))")
      }
    }
  }

  @Test func fixWantsAnOutput() throws {
    for arguments in [["--fix", "a"], ["-o", "b", "a"], ["--fix", "-o", "b", "a", "c"]] {
      #expect(try Command.run([Places.pvkit, "check"] + arguments).status == 2)
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
      try notes("add", two, "PHYS32_ENTRY=1", "-o", one).expectOneError(
        containing: "already has PHYS32_ENTRY")
      #expect(try notes("add", two, "GUEST_VERSION=7", "-o", one).status == 0)
      #expect(try notes(one).output.contains("GUEST_VERSION"))
    }
  }

  @Test func theLegacyStringIsRewritten() throws {
    try withGnumach { image, new in
      let set = try notes("set", "--legacy", image, "GUEST_OS=a longer name", "PAE=yes", "-o", new)
      #expect(set.status == 0, "\(set.errors)")
      try expectSameMemory(image, new)
      let string = try #require(GuestImage.open(path: new).elf.get().legacy)
      #expect(string["GUEST_OS"] == "a longer name" && string["PAE"] == "yes")
      #expect(string["VIRT_BASE"] != nil)
      let check = try pvkit("check", "--mode", "pv", new)
      #expect(check.output.contains("accepts"), "\(check.output)")
      #expect(try notes("remove", "--legacy", new, "PAE", "-o", image).status == 0)
      #expect(try GuestImage.open(path: image).elf.get().legacy?["PAE"] == nil)
      try notes("add", "--legacy", image, "GUEST_OS=x", "-o", new).expectOneError(
        containing: "already has GUEST_OS")
      let wrong = try notes("set", "--legacy", image, "VIRT_BASE=x", "-o", new)
      #expect(wrong.status == 2 && wrong.errors.contains("VIRT_BASE=x: VIRT_BASE takes a number"))
    }
  }

  /// In the room that it had, with the checksum that Linux's build gives it; and it boots.
  @Test func debiansKernelIsPackedAgain() throws {
    let old = try DebianImages.linuxCloud()
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let new = folder + "/vmlinuz"
      let set = try notes("set", old, "GUEST_VERSION=rewritten", "-o", new)
      #expect(set.status == 0 && set.errors.contains("signature"), "\(set.errors)")
      // Packing takes long, and standard error is not a terminal.
      #expect(set.errors.hasPrefix("pvkit: packing ") && set.errors.contains(" MiB by lz4\n"))
      try expectSameMemory(old, new)
      let check = try pvkit("check", new)
      #expect(check.output.contains("4 of 4 accept"), "\(check.output)")
      #expect(try notes(new).output.contains("rewritten"))
      let (before, after) = (try GuestImage.open(path: old), try GuestImage.open(path: new))
      #expect(before.kernel?.count == after.kernel?.count)
      #expect(before.container.payload?.count == after.container.payload?.count)
      let boot = try pvkit("boot", "--timeout", "600", "--expect", "Linux version 6.1", new)
      #expect(boot.status == 0, "\(boot.output) \(boot.errors)")
    }
  }

  /// All of it would be copied, whatever it is wrapped in; a sparse file may have any size.
  @Test func aFileBeyondTheLimitIsNotCopied() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let (large, new) = (folder + "/large", folder + "/new")
      let packed = try DebianImages.linuxCloud()
      for image in [packed, try DebianImages.gnumach()] {
        let made = try Command.run([
          "sh", "-ec", "cp \(image) \(large); chmod u+w \(large); truncate -s 2G \(large)",
        ])
        try #require(made.status == 0, "\(made.errors)")
        let set = try notes("set", large, "GUEST_OS=a", "-o", new)
        #expect(set.status == 3 && set.errors.contains("more than the 1073741824"), "\(set.errors)")
      }
      #expect(!FileManager.default.fileExists(atPath: new))
    }
  }

  /// A wrong assignment is a usage error, with the name and the value: it has no lines and columns.
  @Test(arguments: [
    ("ENTRY=start", "ENTRY=start: expected a number; symbols are only for"),
    ("FEATURES=pae_pgdir_above_4gb|nosuch", "nosuch: loaders know no feature nosuch; they know"),
    ("SUPPORTED_FEATURES=nosuch", "SUPPORTED_FEATURES=nosuch: there is no feature nosuch"),
    ("SUPPORTED_FEATURES=dom00", "there is no feature dom00; did you mean dom0?"),
    ("SUPPORTED_FEATURES=dom0,foo", "no feature dom0,foo; names of features are separated by |"),
    ("BANANA=1", "There is no note BANANA; notes are INFO, ENTRY, "),
    ("SUSPEND_CANCEL=maybe", "SUSPEND_CANCEL=maybe: SUSPEND_CANCEL is 1 or 0, not maybe"),
    ("VIRT_BASE=12x", "VIRT_BASE=12x: 12x is not a number"),
    ("GUEST_OS", "GUEST_OS: expected NAME=VALUE"),
    ("GUEST_OZ=x", "There is no note GUEST_OZ; did you mean GUEST_OS"),
    ("GUEST_OS=a GUEST_VERSION=1 GUEST_OS=b", "GUEST_OS is given twice"),
    ("ENTRY=1 XEN_ELFNOTE_ENTRY=2", "ENTRY is given twice"),
    ("--legacy PAE", "PAE: expected KEY=VALUE"),
    ("--legacy PAE=yes PAE=no", "PAE is given twice"),
  ])
  func aWrongAssignment(words: String, answer: String) throws {
    try Places.withScratchFolder { folder in
      let changes = words.split(separator: " ").map(String.init)
      for command in ["set", "add"] {
        let result = try Command.run(
          [Places.pvkit, "notes", command, try DebianImages.xenShim()] + changes
            + ["-o", folder + "/new"])
        #expect(result.status == 2 && result.output.isEmpty)
        let first = try #require(result.errors.split(separator: "\n").first)
        #expect(first.hasPrefix("Error: ") && first.contains(answer), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
      }
    }
  }

  @Test func aNoteIsNotRemovedTwice() throws {
    let result = try notes(
      "remove", try DebianImages.xenShim(), "PHYS32_ENTRY", "PHYS32_ENTRY", "-o", "/dev/null")
    #expect(result.status == 2 && result.errors.contains("PHYS32_ENTRY is given twice"))
  }

  /// `#` begins a comment in a description, but not on a command line.
  @Test func aValueWithANumberSign() throws {
    try Places.withScratchFolder { folder in
      let new = folder + "/new"
      let result = try notes("set", DebianImages.xenShim(), "GUEST_OS=a#b", "-o", new)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try notes(new).output.contains("a#b"))
    }
  }

  /// Packing by xz takes long: a terminal shows for how long already.
  @Test func progressOnATerminal() throws {
    try Places.withScratchFolder { folder in
      let python = """
        import os, pty, sys
        pid, terminal = pty.fork()
        if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
        seen = b""
        while b"; 0:0" not in seen: seen += os.read(terminal, 4096)
        os.kill(pid, 9)
        print(seen.decode())
        """
      let result = try Command.run([
        "python3", "-c", python, Places.pvkit, "notes", "set", try DebianImages.linux(),
        "GUEST_OS=x", "-o", folder + "/new",
      ])
      #expect(result.status == 0 && result.output.contains(" MiB by xz; 0:0"), "\(result)")
    }
  }

  @Test func whatCannotBeRewrittenIsSaid() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let new = folder + "/new"
      try notes("set", Places.package + "/README.md", "GUEST_OS=x", "-o", new).expectOneError(
        containing: "is not an ELF file")
      #expect(!FileManager.default.fileExists(atPath: new))
    }
  }
}
