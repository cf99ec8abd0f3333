// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import HypervisorABI
import Testing

@testable import PatchEngine

/// A tree has the kit on it, and the kit or what it is for has changed.
@Suite struct RenewalTests {
  private static func kit(_ paths: String...) -> [String: String] {
    let lines = paths.map { "new \($0) from a" }.joined(separator: "\n")
    return ["one/0100-a/entry": Scene.entry(lines), "one/0100-a/files/a": "/* a */\n"]
  }

  /// What was a file is a directory in the next version of the kit, and the reverse: `status` says so,
  /// `apply` does it, and all of it comes off again.
  @Test(arguments: [
    (kit("y"), kit("y/z", "y/w/v")), (kit("d/y"), kit("d/y/z")), (kit("y", "x"), kit("y/z")),
    (kit("y"), kit("y/z", "x")),
  ])
  func aFileBecomesADirectoryAndBack(_ one: [String: String], _ other: [String: String]) throws {
    try Scene.with(kit: one) { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let first = try scene.snapshot()
      for kit in [other, one, other] {
        try scene.put(kit, in: scene.kitFolder)
        #expect(try scene.bench().status(nil).entries.map(\.state) == [.toRenew])
        #expect(try scene.bench().apply(nil).entries.map(\.state) == [.renewed])
        #expect((try scene.snapshot() == first) == (kit == one))
        #expect(try scene.bench().apply(nil).files.isEmpty)
      }
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot() == vanilla && !scene.hasRecord)
      #expect(try KitFile.names(scene.treeFolder) == ["Makefile"])
    }
  }

  /// A file that its entry no longer has goes, and is named.
  @Test func namesAFileThatNoEntryHas() throws {
    try Scene.with(kit: Self.kit("x", "y")) { scene in
      _ = try scene.bench().apply(nil)
      try scene.put(Self.kit("x"), in: scene.kitFolder)
      let says = ["removed, because no entry has it any more: y"]
      #expect(try scene.bench().status(nil).said == says)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.said == says && outcome.files == ["y"])
      #expect(try scene.bench().apply(nil).said.isEmpty)
    }
  }

  /// Of a release that the kit does not read for, a stable update: refused when it is to be applied.
  @Test func aFileInAFileIsRefusedForAnyTree() throws {
    let lines = "new y from a since 2.6.18.3 until 2.6.18.4\n\nnew y/z from a"
    let kit = ["one/0100-a/entry": Scene.entry(lines), "one/0100-a/files/a": "a\n"]
    try Scene.with(kit: kit) { scene in
      #expect(try scene.bench().apply(nil, isTrial: true).files == ["y/z"])
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = .3")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      let outcome = try scene.bench().apply(nil)
      #expect(
        outcome.refusals.map(\.description) == [
          "y: would be created as a file, but y/z would be created in it; rename one of them (one/0100-a, line 6)"
        ])
      #expect(try KitFile.names(scene.treeFolder) == ["Makefile"])
    }
  }

  /// With something of the user's in the directory, or a directory of the user's in a file's place:
  /// both `status` and `apply` refuse, and nothing changes.
  @Test func aDirectoryOfTheUsersStays() throws {
    try Scene.with(kit: Self.kit("y/z")) { scene in
      _ = try scene.bench().apply(nil)
      try scene.put(["y/mine": "mine\n"], in: scene.treeFolder)
      try scene.put(Self.kit("y"), in: scene.kitFolder)
      let before = try scene.snapshot()
      let says = "/y: is a directory that contains mine, but must be replaced by a file of the kit"
      let status = try scene.bench().status(nil)
      #expect(status.entries.map(\.state) == [.refused])
      #expect(status.said.contains { $0.hasPrefix("apply would be refused") && $0.contains(says) })
      let error = #expect(throws: PatchError.self) { try scene.bench().apply(nil) }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
      #expect(try scene.snapshot() == before)
      unlink(scene.treeFolder + "/y/mine")
      #expect(try scene.bench().apply(nil).entries.map(\.state) == [.renewed])
    }
  }

  /// Whatever keeps apply from its work, status says.
  @Test func statusSaysWhatIsInTheWay() throws {
    try Scene.with(tree: ["include": "mine\n"], kit: Self.kit("include/y")) { scene in
      let status = try scene.bench().status(nil)
      #expect(status.entries.map(\.state) == [.refused])
      #expect(
        status.said.last?.contains(
          "include: is not a directory, but is needed as one for include/y") == true)
    }
  }

  /// An entry that the kit has for another release now comes off, and is named; status says so before.
  @Test func takesOffWhatIsForAnotherReleaseNow() throws {
    try Example.with { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let path = "two/1000-more/entry"
      let entry = try #require(Example.kit[path]).replacing("Until: 2.6.18", with: "Since: 2.6.19")
      try scene.put([path: entry], in: scene.kitFolder)
      let states: [EntryState] = [.toRenew, .present, .toRevert, .idle]
      #expect(try scene.bench().status(nil).entries.map(\.state) == states)
      // Of another choice, too.
      let one = EntryChoice(groups: ["one"])
      #expect(
        try scene.bench().status(one).entries.map(\.state) == [.toRenew, .present, .toRevert])
      #expect(try scene.bench().apply(nil, isTrial: true).entries.map(\.state) == states)
      let outcome = try scene.bench().apply(EntryChoice(groups: ["two"]))
      #expect(outcome.entries.map(\.state) == [.renewed, .present, .reverted, .idle])
      #expect(
        outcome.said.contains(
          "removed, because the kit no longer has it for Linux 2.6.18: two/1000-more"))
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot() == vanilla)
    }
  }

  /// For what it is applied is what was asked for last; what is not for that is named.
  @Test func takesOffWhatIsForAnotherArchitecture() throws {
    try Scene.with(tree: EntryTests.tree, kit: EntryTests.kit) { scene in
      _ = try scene.bench([.x86_64]).apply(nil)
      let status = try scene.bench([.i386]).status(nil)
      #expect(status.entries.map(\.state) == [.toRenew, .fits, .toRevert, .toRenew])
      let outcome = try scene.bench([.i386]).apply(nil)
      #expect(outcome.entries.map(\.state) == [.renewed, .applied, .reverted, .renewed])
      #expect(
        outcome.said.contains(
          "removed, because the tree is now for i386 instead of x86_64: one/0120-c"))
      // It stays so.
      let kept =
        "the kit is applied only for make ARCH=i386, not for x86_64, as before"
      #expect(try scene.bench().apply(nil).said == [kept + " (--arch changes that)"])
      #expect(try scene.bench().status(nil).said == [kept + " (--arch changes that)"])
    }
  }

  /// Nothing is written where nothing that is asked for is for the tree: not what it requires, either.
  @Test func doesNothingForNothing() throws {
    let kit = EntryTests.kit.merging([
      "one/0110-b/entry": Scene.entry(
        "edit mm/a.c\nfind: a\nbefore: int i386;", header: "Requires: one/0100-a"),
      "two/0200-e/entry": Scene.entry("new e from one/0120-c:b.c", header: "Since: 2.6.19"),
      "series": EntryTests.kit["series"]! + "two/0200-e\n",
    ]) { $1 }
    try Scene.with(tree: EntryTests.tree, kit: kit) { scene in
      let vanilla = try scene.snapshot()
      for (choice, says) in [
        (
          EntryChoice(groups: [], ids: ["one/0110-b"]),
          "no entry for x86_64 in: one; nothing was changed"
        ),
        (EntryChoice(groups: ["two"]), "no entry for Linux 2.6.18 in: two; nothing was changed"),
        (
          EntryChoice(groups: ["two"], ids: ["one/0110-b"]),
          "no entry for Linux 2.6.18 in: two, no entry for x86_64 in: one; nothing"
        ),
      ] {
        let error = #expect(throws: PatchError.self) { try scene.bench([.x86_64]).apply(choice) }
        #expect(error?.description.contains("has nothing to do: " + says) == true, "\(error!)")
      }
      #expect(try scene.snapshot() == vanilla && !scene.hasRecord)
      // What it requires does not come along where it is not for the tree.
      let mixed = EntryChoice(groups: [], ids: ["one/0110-b", "one/0120-c"])
      #expect(try scene.bench([.x86_64]).apply(mixed).files == ["arch/x86_64/xen/b.c"])
    }
  }

  /// What somebody made of a file's mode stays, whatever is done to the file.
  @Test(arguments: [0o600, 0o755, 0o4711] as [mode_t]) func keepsModesThatWereChanged(
    _ mode: mode_t
  ) throws {
    try Example.with { scene in
      let file = scene.treeFolder + "/kernel/a.c"
      func present() throws -> UInt32? {
        try KernelTree(path: scene.treeFolder).mode(of: "kernel/a.c")
      }
      chmod(file, 0o664)
      _ = try scene.bench().apply(EntryChoice(groups: ["one"]))
      chmod(file, mode)
      // A program's rights are not given to what another text makes of it.
      let kept = UInt32(mode) & 0o1777
      _ = try scene.bench().apply(nil)
      #expect(try present().map { $0 & 0o1777 } == kept)
      _ = try scene.bench().revert(nil)
      #expect(try present().map { $0 & 0o1777 } == kept)
    }
  }

  /// A kit of before may have made it another release; the record knows which it was.
  @Test func revertsWhatMadeItAnotherRelease() throws {
    let entry = Scene.entry("edit Makefile\nfind: EXTRAVERSION =\nafter: X = y")
    try Scene.with(kit: ["one/0100-a/entry": entry]) { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let record = try #require(try scene.bench().record)
      let text = Scene.makefile.replacing("18", with: "20")
      let file = try #require(record.files.first)
      let other = Record(
        release: record.release, architectures: record.architectures, entries: record.entries,
        directories: [],
        files: [
          RecordedFile(
            path: file.path, isNew: false, mode: file.mode, original: file.original,
            applied: Digest(text: Array(text.utf8)).short)
        ])
      try scene.put(
        ["Makefile": text, ".pvkit/now/is/0": text, ".pvkit/now/record": other.text],
        in: scene.treeFolder)
      #expect(try scene.bench().revert(nil).refusals.isEmpty)
      #expect(try scene.snapshot() == vanilla)
    }
  }

  /// diff3 takes a file with NUL for no text; the user's changes are merged all the same, or refused in
  /// one sentence that names the file.
  @Test func mergesWhateverTheBytesAre() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(EntryChoice(groups: ["one"]))
      let text = try #require(try scene.text("kernel/a.c"))
      try scene.put(["kernel/a.c": "\0mine\n" + text], in: scene.treeFolder)
      _ = try scene.bench().apply(nil)
      #expect(try scene.text("kernel/a.c")?.hasPrefix("\0mine\n/* a */\n") == true)
      let diff = try scene.bench().localDiff("kernel/a.c")
      #expect(String(decoding: diff, as: UTF8.self).contains("+\0mine\n"))
      _ = try scene.bench().revert(nil)
      #expect(try scene.text("kernel/a.c") == "\0mine\n" + Example.tree["kernel/a.c"]!)
      _ = try scene.bench().apply(nil)
      try scene.put(["kernel/a.c": "\0"], in: scene.treeFolder)
      let error = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(error?.description.contains("kernel/a.c: was changed since pvkit wrote it") == true)
    }
  }
}
