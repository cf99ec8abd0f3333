// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import PatchEngine

/// A part of the kit comes off, and the kit is no longer the one that was applied.
@Suite struct PartialRevertTests {
  private static let tree = [
    "a.c": "int one;\n", "b.c": "int f(void)\n{\n\told();\n}\nint g;\n", "c.c": "int c;\n",
  ]
  private static let insertion = "edit b.c\nfind: int g;\nafter: int more_of_g;"
  private static let wrap =
    "edit b.c\nfind: int f(void)\nthrough line: }\nwrap CONFIG_XEN: int f(void);"

  private static func kit(_ second: String, header: String = "Until: 2.6.18") -> [String: String] {
    [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: int one;\nafter: int more_of_one;"),
      "two/0110-b/entry": Scene.entry(second, header: header),
    ]
  }

  private static let one = EntryChoice(groups: ["one"])

  private func bench(_ scene: Scene) throws -> Workbench {
    try Workbench(
      kit: Kit(directory: scene.kitFolder), tree: KernelTree(path: scene.treeFolder),
      holdsToLocks: false)
  }

  @Test func leavesTheOthersAsTheyAre() throws {
    try Scene.with(tree: Self.tree, kit: Self.kit(Self.insertion)) { scene in
      _ = try scene.bench().apply(nil)
      let applied = try scene.snapshot()
      // Words about an entry are no change of it, nor is a file that it has for another release.
      let later = Self.insertion + "\n\nnew later.h from one/0100-a:x since 2.6.19"
      let kit = Self.kit(later, header: "Since: 2.6.16")
      try scene.put(
        kit.merging(["one/0100-a/files/x": "x\n"]) { $1 }, in: scene.kitFolder)
      let outcome = try bench(scene).revert(Self.one)
      #expect(outcome.entries.map(\.state) == [.reverted])
      #expect(outcome.said == ["still applied: two/0110-b"])
      #expect(try scene.snapshot()["b.c"] == applied["b.c"])
    }
  }

  /// What stays and is another one now is named.
  @Test func namesWhatIsRenewed() throws {
    try Scene.with(tree: Self.tree, kit: Self.kit(Self.insertion)) { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      try scene.put(Self.kit(Self.insertion + "\nfind: old\nreplace: new_one"), in: scene.kitFolder)
      let trial = try bench(scene).revert(Self.one, isTrial: true)
      #expect(trial.entries.map(\.state) == [.toRevert, .toRenew])
      let outcome = try bench(scene).revert(Self.one)
      #expect(outcome.entries.map(\.state) == [.reverted, .renewed])
      #expect(
        outcome.said == [
          "still applied: two/0110-b",
          "renewed, because the kit now has other changes for its files: two/0110-b",
        ])
      #expect(outcome.files == ["a.c", "b.c"])
      #expect(try scene.text("b.c")?.contains("new_one") == true)
      _ = try bench(scene).revert(nil)
      #expect(try scene.snapshot() == vanilla)
    }
  }

  /// Nothing is dropped that nobody looked at, whatever the command is called.
  @Test func holdsWhatIsRenewedToTheLocks() throws {
    try Scene.with(tree: Self.tree, kit: Self.kit(Self.wrap)) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(Self.kit(Self.insertion), in: scene.kitFolder)
      let other = try #require(Self.tree["b.c"]).replacing("old();", with: "old();\n\tfix();")
      try scene.put(["b.c": other], in: scene.treeFolder)
      _ = try scene.bench().apply(nil)
      let applied = try scene.snapshot()
      try scene.put(
        Self.kit(Self.wrap).merging(["releases/2.6.18.lock": lock.text]) { $1 }, in: scene.kitFolder
      )
      let outcome = try bench(scene).revert(Self.one)
      #expect(outcome.refusals.map(\.entry) == ["two/0110-b"])
      #expect(outcome.refusals.first?.problem.contains("line 4: \"fix();\"") == true)
      #expect(
        outcome.said.contains(
          "renewed, because the kit now has other changes for its files: two/0110-b"))
      #expect(try scene.snapshot() == applied)
      #expect(try bench(scene).revert(nil).refusals.isEmpty)
    }
  }

  /// What is off again is to come back; what shares a file with it is as it should be.
  @Test func namesOnlyWhatIsNotAsItShouldBe() throws {
    let kit = Self.kit(Self.insertion).merging([
      "three/0120-c/entry": Scene.entry("edit b.c\nfind: old\nreplace: new_one")
    ]) { $1 }
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      _ = try scene.bench().apply(nil)
      let whole = try scene.snapshot()
      _ = try bench(scene).revert(EntryChoice(groups: ["three"]))
      #expect(try scene.bench().status(nil).entries.map(\.state) == [.present, .fits, .present])
      let trial = try scene.bench().apply(nil, isTrial: true)
      #expect(trial.entries.map(\.state) == [.present, .toApply, .present])
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.entries.map(\.state) == [.present, .applied, .present])
      #expect(outcome.files == ["b.c"])
      #expect(try scene.snapshot() == whole)
      // Somebody brought the vanilla file back: both of its entries are missing in it.
      try scene.put(["b.c": try #require(Self.tree["b.c"])], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).entries.map(\.state) == [.present, .toRenew, .toRenew])
      #expect(try scene.bench().apply(nil).entries.map(\.state) == [.present, .renewed, .renewed])
      #expect(try scene.snapshot() == whole)
    }
  }

  private static let required = [
    "one/0105-header/entry": Scene.entry("new hdr.h"), "one/0105-header/files/hdr.h": "int x;\n",
    "three/0120-c/entry": Scene.entry("edit c.c\nfind: int c;\nafter: int more_of_c;"),
  ]
  private static let user = kit(
    "edit b.c\nfind: int g;\nafter: #include \"hdr.h\"", header: "Requires: one/0105-header")

  /// What an entry on the tree requires now comes with its new form, by each way that brings that.
  @Test func bringsWhatIsRequiredNow() throws {
    let kit = Self.kit(Self.insertion).merging(Self.required) { $1 }
    let two = EntryChoice(groups: ["two"])
    let three = EntryChoice(groups: ["three"])
    let says = "included, because an applied entry now requires it: one/0105-header"
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      _ = try scene.bench().apply(two)
      try scene.put(Self.user, in: scene.kitFolder)
      #expect(try scene.bench().status(two).entries.map(\.state) == [.fits, .toRenew])
      let status = try scene.bench().status(three)
      #expect(status.entries.map(\.entry) == ["one/0105-header", "three/0120-c"])
      #expect(status.said.contains(says))
      let outcome = try scene.bench().apply(three)
      #expect(outcome.entries.map(\.state) == [.applied, .applied, .renewed])
      #expect(outcome.said.contains(says))
      #expect(try scene.text("hdr.h") == "int x;\n")
    }
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      _ = try scene.bench().apply(two)
      _ = try scene.bench().apply(three)
      try scene.put(Self.user, in: scene.kitFolder)
      let outcome = try bench(scene).revert(three)
      #expect(outcome.entries.map(\.state) == [.applied, .reverted, .renewed])
      #expect(outcome.said.contains(says))
      #expect(try scene.text("hdr.h") == "int x;\n")
    }
  }

  /// A file that no entry has any more goes, and is named.
  @Test func namesAFileThatNoEntryHas() throws {
    let kit = Self.kit("new x.h\nnew y.h from x.h").merging(["two/0110-b/files/x.h": "x\n"]) { $1 }
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      _ = try scene.bench().apply(nil)
      try scene.put(Self.kit("new x.h"), in: scene.kitFolder)
      let outcome = try bench(scene).revert(Self.one)
      #expect(outcome.said.contains("removed, because no entry has it any more: y.h"))
      #expect(outcome.files == ["a.c", "y.h"])
    }
  }

  /// What the kit no longer has cannot stay beside what is taken off; it goes when it is asked for.
  @Test func takesOffWhatTheKitNoLongerHas() throws {
    try Scene.with(tree: Self.tree, kit: Self.kit(Self.insertion)) { scene in
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.kitFolder + "/one")
      try scene.put(["series": "two/0110-b\n"], in: scene.kitFolder)
      let applied = try scene.snapshot()
      let two = EntryChoice(groups: ["two"])
      let error = #expect(throws: PatchError.self) { try bench(scene).revert(two) }
      #expect(
        error?.description
          == "\(scene.treeFolder): has one/0100-a, which the kit no longer has and cannot keep; also name it with --only, or revert the whole kit"
      )
      #expect(try scene.snapshot() == applied)
      let outcome = try bench(scene).revert(Self.one)
      #expect(outcome.entries.map(\.state) == [.reverted])
      #expect(try scene.text("a.c") == Self.tree["a.c"])
      #expect(try scene.snapshot()["b.c"] == applied["b.c"])
    }
  }
}
