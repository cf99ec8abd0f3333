// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Trees of other releases than those that are locked: held to the nearest.
@Suite struct NearestLockTests {
  /// A stable update, a release candidate, a vendor's tree: held to the nearest, and told.
  @Test(arguments: [".8", "-rc3", "-vendor"]) func holdsOthersToTheNearest(_ extra: String) throws {
    try Scene.locked { scene in
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == ["the files to edit are those of Linux 2.6.18"])
      try scene.put(["a.c": Scene.lockedFile.replacing("one", with: "1")], in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said == [
          "1 of the files to edit differs from Linux 2.6.18, for which the kit was locked: a.c"
        ])
      try scene.put(["a.c": Scene.lockedFile.replacing("2;", with: "3;")], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.count == 1)
    }
  }

  /// A release that is being added is held to the one before it.
  @Test func holdsANewReleaseToTheNearest() throws {
    let entry = Scene.lockedEntry.replacing("Until: 2.6.18\n", with: "")
    try Scene.locked(entry: entry) { scene in
      let makefile = Scene.makefile.replacing("18", with: "19")
      try scene.put(
        ["Makefile": makefile, "a.c": Scene.lockedFile.replacing("2;", with: "3;")],
        in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.first?.problem.contains("that 2.6.18 does not have there") == true)
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.19.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
    }
  }

  /// A stable update between two that are locked gets by one edit what the one has, by another what the
  /// other has: each is held to the lock that has it.
  @Test func holdsEachEditToTheNearestLockThatHasIt() throws {
    let entry = Scene.entry(
      """
      edit a.c
      either until 2.6.18.6:
      find line: int two(void)
      through line: }
      wrap CONFIG_XEN: int two(void);
      or since 2.6.18.7:
      find line: long two(void)
      through line: }
      wrap CONFIG_XEN: long two(void);
      end
      """)
    let later = Scene.lockedFile.replacing("int two", with: "long two")
    try Scene.with(kit: ["one/0100-a/entry": entry]) { scene in
      for (extra, text) in [("", Scene.lockedFile), (".8", later)] {
        try scene.put(["Makefile": Scene.makefile(extra), "a.c": text], in: scene.treeFolder)
        let lock = try scene.bench().releaseLock()
        try scene.put(["releases/\(lock.release).lock": lock.text], in: scene.kitFolder)
      }
      for (update, text, locked) in [
        (1, Scene.lockedFile, "2.6.18"), (5, Scene.lockedFile, "2.6.18"), (7, later, "2.6.18.8"),
        (12, later, "2.6.18.8"),
      ] {
        try scene.put(
          ["Makefile": Scene.makefile(".\(update)"), "a.c": text], in: scene.treeFolder)
        #expect(try scene.bench().status(nil).refusals.isEmpty, "2.6.18.\(update)")
        let fixed = text.replacing("\treturn", with: "\tsecurity_fix();\n\treturn")
        try scene.put(["a.c": fixed], in: scene.treeFolder)
        let outcome = try scene.bench().apply(nil)
        #expect(
          outcome.refusals.map(\.problem) == [
            "would drop 1 line that \(locked) does not have there: line 4: \"security_fix();\""
          ], "2.6.18.\(update)")
        #expect(outcome.said.allSatisfy { !$0.contains("was locked with") })
      }
    }
  }

  /// An edit that came since, or has its place by another anchor now, drops lines of a tree that nobody
  /// could have looked at.
  @Test(arguments: ["-92.el5", "-rc3", ".4"]) func refusesAnEditThatIsInNoLock(
    _ extra: String
  ) throws {
    try Scene.locked { scene in
      try scene.put(["Makefile": Scene.makefile(extra)], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
      let moved = Scene.lockedEntry.replacing("find: int two(void)", with: "find: int two")
      try scene.put(["one/0100-a/entry": moved], in: scene.kitFolder)
      let before = try scene.snapshot()
      let outcome = try scene.bench().apply(nil)
      #expect(
        outcome.refusals.map(\.description) == [
          "a.c: would drop 5 lines, and no release is locked with this edit (pvkit patch lock): "
            + #"line 2: "int two(void)", line 3: "{", line 4: "return 2;", line 5: "}", line 6: "int last;" "#
            + "(one/0100-a, line 7)"
        ])
      #expect(try scene.snapshot() == before)
      let loose = moved.replacing("wrap", with: "loose: all of it goes\nwrap")
      try scene.put(["one/0100-a/entry": loose], in: scene.kitFolder)
      let free = try scene.bench().status(nil)
      #expect(free.refusals.isEmpty && free.said.contains { $0.contains("would drop 5 lines") })
      // What only inserts drops nothing.
      let insertion = Scene.entry("edit a.c\nfind: int two\nbefore: int more;")
      try scene.put(["one/0100-a/entry": insertion], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
    }
  }

  /// Where no release is locked at all, another's tree is none on which to begin.
  @Test func refusesAnotherTreeWithoutAnyLock() throws {
    try Scene.with(tree: ["a.c": Scene.lockedFile], kit: ["one/0100-a/entry": Scene.lockedEntry]) {
      scene in
      #expect(try scene.bench().status(nil).refusals.isEmpty)
      try scene.put(["Makefile": Scene.makefile("-92.el5")], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.count == 1)
    }
  }

  /// Who calls a build otherwise changes no file that an edit cares for.
  @Test(arguments: ["-mine", ".8", "-rc3"]) func anotherExtraVersionIsNoOtherFile(
    _ extra: String
  ) throws {
    let entry = Scene.entry("edit Makefile\nfind: SUBLEVEL = 18\nafter: X = y")
    try Scene.locked(tree: [:], entry: entry) { scene in
      try scene.put(["Makefile": Scene.makefile(extra)], in: scene.treeFolder)
      let same = "the files to edit are those of Linux 2.6.18"
      #expect(try scene.bench().status(nil).said == [same])
      try scene.put(["Makefile": Scene.makefile(extra) + "X = z\n"], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "1 of the files to edit differs from Linux 2.6.18, for which the kit was locked: Makefile"
        ])
    }
  }

  /// An alternative for a release that is being added is new to every lock; the locks that are there
  /// stay right, and no note says otherwise.
  @Test func anAlternativeForANewReleaseIsInNoLock() throws {
    let alternatives = { (more: String) in
      Scene.entry(
        "either until 2.6.18:\nedit a.c\nfind: int one;\nafter: int b;\n\(more)end",
        header: "Since: 2.6.16")
    }
    let first = alternatives("or since 2.6.19:\nnothing\n")
    try Scene.locked(entry: first) { scene in
      let second = alternatives("or since 2.6.19:\nedit a.c\nfind: long one;\nafter: int b;\n")
      try scene.put(["one/0100-a/entry": second], in: scene.kitFolder)
      let matrix = try Matrix(Kit(directory: scene.kitFolder))
      #expect(matrix.rows[0].cells == [.neverLocked, .neverLocked, .alternative, .neverLocked])
      try scene.put(
        ["Makefile": Scene.makefile.replacing("18", with: "19"), "a.c": "long one;\n"],
        in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "Linux 2.6.19 has no lock (pvkit patch lock); each edit is compared with the nearest lock that has it, beginning with that of Linux 2.6.18",
          "1 of the files to edit differs from Linux 2.6.18, for which the kit was locked: a.c",
          "has edits that are in no lock: one/0100-a",
        ])
    }
  }
}
