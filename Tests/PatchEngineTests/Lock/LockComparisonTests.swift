// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// A release is locked, and then its tree has other lines.
@Suite struct LockComparisonTests {
  /// Whatever stands between the anchors and was not there.
  @Test(arguments: [
    (
      "int last;", "int helper(void);\nint last;",
      "would drop 1 line that 2.6.18 does not have there: line 6: \"int helper(void);\""
    ),
    (
      "return 2", "return 3",
      "would drop 1 line that 2.6.18 does not have there: line 4: \"return 3;\""
    ),
    ("\treturn 2;\n", "", "lacks 1 line that 2.6.18 has from line 2 on"),
    (
      "int two(void)\n{\n\treturn 2;\n", "int two(void)\n{\n\treturn 2;\n\treturn 2;\n",
      "would drop 1 line that 2.6.18 does not have there: line 5: \"return 2;\""
    ),
    (
      "{\n\treturn 2;\n", "\treturn 2;\n{\n",
      "has the lines from line 2 on in a different order than 2.6.18"
    ),
  ])
  func refusesToDropWhatNobodyLookedAt(_ old: String, _ new: String, _ says: String) throws {
    try Scene.locked { scene in
      try scene.put(["a.c": Scene.lockedFile.replacing(old, with: new)], in: scene.treeFolder)
      let before = try scene.snapshot()
      for outcome in [try scene.bench().apply(nil), try scene.bench().status(nil)] {
        #expect(outcome.entries.map(\.state) == [.refused])
        let refusal = try #require(outcome.refusals.first).description
        #expect(refusal == "a.c: \(says) (one/0100-a, line 7; locked for 2.6.18)")
      }
      #expect(throws: RefusalError.self) { try scene.bench().diff(nil) }
      #expect(try scene.snapshot() == before)
    }
  }

  /// A new edit of a file that the lock does not know, in a tree of which it knows another file
  /// otherwise: nobody looked at what it drops.
  @Test func aTreeThatIsAnotherShowsInEachFile() throws {
    try Scene.locked(tree: ["a.c": Scene.lockedFile, "b.c": "int b;\n"]) { scene in
      let new = Scene.entry("edit b.c\nfind: int b;\nwrap CONFIG_XEN:")
      try scene.put(
        ["one/0110-b/entry": new, "series": "one/0100-a\none/0110-b\n"], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
      try scene.put(["a.c": Scene.lockedFile + "int mine;\n"], in: scene.treeFolder)
      let refusals = try scene.bench().apply(nil).refusals
      #expect(refusals.map(\.entry) == ["one/0110-b"])
      #expect(refusals.first?.problem.contains("no release is locked with this edit") == true)
    }
  }

  @Test func aLooseEditDoesNotCare() throws {
    let entry = Scene.lockedEntry.replacing("wrap", with: "loose: all of it goes\nwrap")
    try Scene.locked(entry: entry) { scene in
      try scene.put(["a.c": Scene.lockedFile.replacing("2;", with: "3;")], in: scene.treeFolder)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(outcome.said.contains { $0.contains("would drop 1 line that 2.6.18") })
    }
  }

  /// Anchors that occur elsewhere more often than they did.
  @Test func tellsOfMoreAnchors() throws {
    let entry = Scene.entry("edit a.c\nto: }\nfind: int two\nafter: x\nend")
    try Scene.locked(entry: entry) { scene in
      try scene.put(["a.c": Scene.lockedFile + "int two;\n"], in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said.contains(
          "a.c: the anchor of one/0100-a, line 8, which is searched for only in its scope, occurs 2 times in the whole file, in 2.6.18 1 time"
        ))
    }
  }

  /// Whoever writes an edit tries it on the release before it is locked: with the files that the lock
  /// has, if it has them.
  @Test func takesAnEditThatIsInNoLockOnARelease() throws {
    try Scene.locked { scene in
      let moved = Scene.lockedEntry.replacing("find: int two(void)", with: "find: int two")
      try scene.put(["one/0100-a/entry": moved], in: scene.kitFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      // It got no less: only the place is found by another anchor.
      #expect(outcome.said == [scene.changed("one/0100-a")])
      try scene.put(["a.c": Scene.lockedFile + "int vendor;\n"], in: scene.treeFolder)
      let changed = try scene.bench().status(nil).refusals
      #expect(
        changed.count == 1 && changed[0].problem.hasPrefix("would drop 5 lines, and no release"))
    }
  }

  /// A file that the lock does not know is unknown, and not another one: a new entry edits a file that
  /// no entry edited before, in a tree that is the vanilla one.
  @Test func aFileThatIsInNoLockIsNotAnother() throws {
    try Scene.locked(tree: ["a.c": Scene.lockedFile, "b.c": "int b;\n"]) { scene in
      let more = Scene.entry("edit b.c\nfind: int b;\nafter: int c;")
      try scene.put(
        ["one/0110-b/entry": more, "series": "one/0100-a\none/0110-b\n"], in: scene.kitFolder)
      #expect(
        try scene.bench().status(nil).said == [scene.changed("one/0110-b")])
      try scene.put(["Makefile": Scene.makefile(".4")], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "the files to edit are those of Linux 2.6.18, except for those that its lock does not have: b.c",
          scene.changed(
            "one/0110-b", text: "changes this tree in a way that no release was locked with",
            tree: "TREE, of Linux 2.6.18"),
        ])
    }
  }

  /// With what may be done about them.
  @Test func saysHowToGoOnWhereNewLinesWouldBeDropped() throws {
    let change = Scene.lockedFile.replacing("2;", with: "3;")
    func last(_ scene: Scene) throws -> String { try scene.bench().apply(nil).said.last ?? "" }
    try Scene.locked(entry: Scene.lockedEntry.replacing("Until: 2.6.18\n", with: "")) { scene in
      try scene.put(["a.c": change], in: scene.treeFolder)
      let loose = "add \"loose: REASON\" to the edit; if not, "
      for extra in ["", "-vendor"] {
        try scene.put(["Makefile": Scene.makefile(extra)], in: scene.treeFolder)
        let said = try last(scene)
        #expect(said.hasSuffix(", \(loose)the entry is not for this tree"), "\(extra): \(said)")
      }
      let other = "give the entry an alternative for this release (either, or)"
      try scene.put(["Makefile": Scene.makefile(".4")], in: scene.treeFolder)
      #expect(try last(scene).hasSuffix(", \(loose)\(other)"))
      let next = Scene.makefile("").replacing("18", with: "19")
      try scene.put(["Makefile": next], in: scene.treeFolder)
      #expect(
        try last(scene).hasSuffix(", lock the release (pvkit patch lock) or \(loose)\(other)"))
    }
  }
}
