// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import PatchEngine

/// A release is locked, and then the kit is changed.
@Suite struct SinceLockedTests {
  /// An entry that was changed, one that came, one that went: named, without any tree.
  @Test func namesWhatChangedSince() throws {
    try Scene.locked { scene in
      let changed = Scene.lockedEntry.replacing("CONFIG_XEN", with: "CONFIG_YEN")
      let other = Scene.entry("edit a.c\nfind: int one;\nafter: int more;")
      try scene.put(
        [
          "one/0100-a/entry": changed, "one/0110-b/entry": other,
          "series": "one/0100-a\none/0110-b\n",
        ], in: scene.kitFolder)
      let kit = try Kit(directory: scene.kitFolder)
      #expect(try kit.changed(since: kit.locks()[0]) == ["one/0100-a", "one/0110-b"])
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said == [scene.changed("one/0100-a", "one/0110-b")])
      try scene.put(["series": "one/0100-a +i386\none/0110-b\n"], in: scene.kitFolder)
      #expect(try Kit(directory: scene.kitFolder).changed(since: kit.locks()[0]).count == 2)
    }
  }

  /// What an edit writes, what a new file holds, and a range that became wider: for the tree of a
  /// locked release, with the file and the way on, by `status` and `apply`.
  @Test func namesAnotherTextAndAWiderRange() throws {
    let insertion = Scene.entry("edit a.c\nfind: int one;\nafter: int more;")
    let later = Scene.entry("new c.h", header: "Since: 2.6.19")
    let kit = [
      "one/0100-a/entry": insertion, "one/0110-b/entry": Scene.entry("new b.h"),
      "one/0110-b/files/b.h": "b\n", "one/0120-c/entry": later, "one/0120-c/files/c.h": "c\n",
    ]
    try Scene.with(tree: ["a.c": Scene.lockedFile], kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).said.isEmpty)
      for (path, text, name) in [
        ("one/0100-a/entry", insertion.replacing("more", with: "other"), "one/0100-a/entry"),
        ("one/0110-b/files/b.h", "other\n", "one/0110-b"),
        ("one/0120-c/entry", later.replacing("19", with: "18"), "one/0120-c"),
      ] {
        try scene.put([path: text], in: scene.kitFolder)
        let says =
          "new or changed since Linux 2.6.18 was locked: \(scene.kitFolder)/\(name); check what changed, "
          + "then run: pvkit patch lock --kit \(scene.kitFolder) \(scene.treeFolder)"
        #expect(try scene.bench().status(nil).said == [says])
        #expect(try scene.bench().apply(nil, isTrial: true).said == [says])
        // Of others than are asked for, nothing.
        let group = EntryChoice(groups: ["two"])
        #expect(try scene.bench().sinceLocked(group).isEmpty)
        try scene.put([path: try #require(kit[path])], in: scene.kitFolder)
      }
    }
  }

  /// An entry that is gone is on no list of the kit's.
  @Test func namesWhatIsGone() throws {
    try Scene.locked { scene in
      let other = Scene.entry("edit a.c\nfind: int one;\nafter: int more;")
      try scene.put(
        ["one/0110-b/entry": other, "series": "one/0110-b\n"], in: scene.kitFolder)
      unlink(scene.kitFolder + "/one/0100-a/entry")
      rmdir(scene.kitFolder + "/one/0100-a")
      let said = try scene.bench().status(nil).said
      #expect(said.contains { $0.contains("one/0100-a (no longer in the kit)") }, "\(said)")
    }
  }

  /// Two insertions at one place, and their entries change places.
  @Test func namesWhatWasMoved() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: int one;\nafter: int first;"),
      "one/0110-b/entry": Scene.entry("edit a.c\nfind: int one;\nafter: int second;"),
    ]
    try Scene.with(tree: ["a.c": Scene.lockedFile], kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).said.isEmpty)
      try scene.put(["series": "one/0110-b\none/0100-a\n"], in: scene.kitFolder)
      let says = scene.changed(
        "one/0110-b", "one/0100-a",
        text: "not in the order of the series in which Linux 2.6.18 was locked")
      #expect(try scene.bench().status(nil).said == [says])
      let moved = try Kit(directory: scene.kitFolder)
      #expect(moved.changed(since: lock) == ["one/0110-b", "one/0100-a"])
      let matrix = try Matrix(moved)
      let column = try #require(matrix.releases.firstIndex(of: "2.6.18"))
      #expect(!matrix.isSound && matrix.rows.map { $0.cells[column] } == [.unlocked, .unlocked])
      func ofTheTree() throws -> [Matrix.Cell] {
        let bench = try scene.bench()
        return matrix.adding(try bench.status(nil), of: bench).rows.map { $0.cells[0] }
      }
      #expect(try ofTheTree() == [.unlocked, .unlocked])
      #expect(try scene.bench().apply(nil).said == [says])
    }
  }

  /// What they do to different files does not depend on their order.
  @Test func entriesOfDifferentFilesMayMove() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: int one;\nafter: int first;"),
      "one/0110-b/entry": Scene.entry("edit b.c\nfind: int b;\nafter: int second;"),
      "one/0120-c/entry": Scene.entry("new c.h"), "one/0120-c/files/c.h": "int c;\n",
    ]
    let tree = ["a.c": Scene.lockedFile, "b.c": "int b;\n"]
    try Scene.with(tree: tree, kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(
        [
          "releases/2.6.18.lock": lock.text, "series": "one/0120-c\none/0110-b\none/0100-a\n",
        ], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).said.isEmpty)
      #expect(try Kit(directory: scene.kitFolder).changed(since: lock).isEmpty)
    }
  }

  /// What does not fit cannot be locked: it is not named as to be, and the others are not yet.
  @Test func namesNothingThatIsRefused() throws {
    try Scene.locked { scene in
      let kit = [
        "one/0110-b/entry": Scene.entry("edit PATH/OF/A/FILE\nfind: x\nafter: y"),
        "series": "one/0100-a\none/0110-b\n",
      ]
      try scene.put(kit, in: scene.kitFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.map(\.entry) == ["one/0110-b"] && outcome.said.isEmpty)
      let changed = Scene.lockedEntry.replacing("CONFIG_XEN", with: "CONFIG_YEN")
      try scene.put(["one/0100-a/entry": changed], in: scene.kitFolder)
      let says = scene.changed("one/0100-a")
        .replacing("then run", with: "then, when no entry is refused, run")
      #expect(try scene.bench().status(nil).said == [says])
    }
  }
}
