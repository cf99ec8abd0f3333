// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// A release is locked, and then a tree or the kit differs.
@Suite struct LockTests {
  static let file = "int one;\nint two(void)\n{\n\treturn 2;\n}\nint last;\n"
  static let entry = Scene.entry(
    "edit a.c\nfind: int two(void)\nthrough: int last;\nwrap CONFIG_XEN:")

  /// Locks the release of the tree, then changes things.
  private func locked(
    tree: [String: String] = ["a.c": file], entry: String = entry,
    _ body: (Scene) throws -> Void
  ) throws {
    try Scene.with(tree: tree, kit: ["one/0100-a/entry": entry]) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/\(lock.release).lock": lock.text], in: scene.kitFolder)
      try body(scene)
    }
  }

  @Test func readsWhatItWrites() throws {
    try locked { scene in
      let kit = try Kit(folder: scene.kitFolder)
      let lock = try #require(try kit.locks().first)
      #expect(try scene.bench().releaseLock() == lock)
      #expect(kit.changed(since: lock).isEmpty)
      #expect(lock.text.contains("edit a.c "))
      for word in ["int", "two", "return", "CONFIG"] { #expect(!lock.text.contains(word)) }
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.isEmpty && outcome.said.isEmpty)
    }
  }

  /// Whatever stands between the anchors and was not there.
  @Test(arguments: [
    (
      "int last;", "int helper(void);\nint last;",
      "would drop 1 line that 2.6.18 does not have there: line 6: int helper(void);"
    ),
    (
      "return 2", "return 3", "would drop 1 line that 2.6.18 does not have there: line 4: return 3;"
    ),
    ("\treturn 2;\n", "", "has 1 line less from line 2 on than 2.6.18 has there"),
    (
      "{\n\treturn 2;\n", "\treturn 2;\n{\n",
      "has the lines from line 2 on in another order than 2.6.18"
    ),
  ])
  func refusesToDropWhatNobodyLookedAt(_ old: String, _ new: String, _ says: String) throws {
    try locked { scene in
      try scene.put(["a.c": Self.file.replacing(old, with: new)], in: scene.treeFolder)
      let before = try scene.snapshot()
      for outcome in [try scene.bench().apply(nil), try scene.bench().status(nil)] {
        #expect(outcome.entries.map(\.state) == [.refused])
        let refusal = try #require(outcome.refusals.first).description
        #expect(refusal == "a.c: \(says) (one/0100-a, line 7; locked for 2.6.18)")
      }
      #expect(throws: Refused.self) { try scene.bench().diff(nil) }
      #expect(try scene.snapshot() == before)
    }
  }

  @Test func aLooseEditDoesNotCare() throws {
    let entry = Self.entry.replacing("wrap", with: "loose: all of it goes\nwrap")
    try locked(entry: entry) { scene in
      try scene.put(["a.c": Self.file.replacing("2;", with: "3;")], in: scene.treeFolder)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(outcome.said.contains { $0.contains("would drop 1 line that 2.6.18") })
    }
  }

  /// Deleting and replacing regions drop lines too; an insertion and a replaced anchor do not.
  @Test(arguments: [
    ("find: return 2;\ndelete", true), ("find: return 2;\nwrap X: x", true),
    ("find: {\nthrough: }\nreplace: x", true), ("find: {\nup to: }\ndelete", true),
    ("find: return 2;\nreplace: x", false), ("find: return 2;\nafter: x", false),
  ])
  func locksWhatIsDropped(_ edit: String, _ isLocked: Bool) throws {
    try locked(entry: Scene.entry("edit a.c\n\(edit)")) { scene in
      let new = Self.file.replacing("return 2;", with: "if (x) return 2;")
      try scene.put(["a.c": new], in: scene.treeFolder)
      #expect(try scene.bench().apply(nil).refusals.isEmpty != isLocked)
    }
  }

  /// A stable update, a release candidate, a vendor's tree: held to the nearest, and told.
  @Test(arguments: [".8", "-rc3", "-vendor"]) func holdsOthersToTheNearest(_ extra: String) throws {
    try locked { scene in
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == ["the files to edit are those of Linux 2.6.18"])
      try scene.put(["a.c": Self.file.replacing("one", with: "1")], in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said == [
          "1 of the files to edit is not as in Linux 2.6.18, for which the kit was locked: a.c"
        ])
      try scene.put(["a.c": Self.file.replacing("2;", with: "3;")], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.count == 1)
    }
  }

  /// A release that is being added is held to the one before it.
  @Test func holdsANewReleaseToTheNearest() throws {
    let entry = Self.entry.replacing("Until: 2.6.18\n", with: "")
    try locked(entry: entry) { scene in
      let makefile = Scene.makefile.replacing("18", with: "19")
      try scene.put(
        ["Makefile": makefile, "a.c": Self.file.replacing("2;", with: "3;")],
        in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.first?.problem.contains("that 2.6.18 does not have there") == true)
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.19.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
    }
  }

  private static func makefile(_ extra: String) -> String {
    Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
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
    let later = Self.file.replacing("int two", with: "long two")
    try Scene.with(kit: ["one/0100-a/entry": entry]) { scene in
      for (extra, text) in [("", Self.file), (".8", later)] {
        try scene.put(["Makefile": Self.makefile(extra), "a.c": text], in: scene.treeFolder)
        let lock = try scene.bench().releaseLock()
        try scene.put(["releases/\(lock.release).lock": lock.text], in: scene.kitFolder)
      }
      for (update, text, locked) in [
        (1, Self.file, "2.6.18"), (5, Self.file, "2.6.18"), (7, later, "2.6.18.8"),
        (12, later, "2.6.18.8"),
      ] {
        try scene.put(["Makefile": Self.makefile(".\(update)"), "a.c": text], in: scene.treeFolder)
        #expect(try scene.bench().status(nil).refusals.isEmpty, "2.6.18.\(update)")
        let fixed = text.replacing("\treturn", with: "\tsecurity_fix();\n\treturn")
        try scene.put(["a.c": fixed], in: scene.treeFolder)
        let outcome = try scene.bench().apply(nil)
        #expect(
          outcome.refusals.map(\.problem) == [
            "would drop 1 line that \(locked) does not have there: line 4: security_fix();"
          ], "2.6.18.\(update)")
        #expect(outcome.said.allSatisfy { !$0.contains("not locked for") })
      }
    }
  }

  /// An edit that came since, or has its place by another anchor now, drops lines of a tree that nobody
  /// could have looked at.
  @Test(arguments: ["-92.el5", "-rc3", ".4"]) func refusesAnEditThatIsInNoLock(
    _ extra: String
  ) throws {
    try locked { scene in
      try scene.put(["Makefile": Self.makefile(extra)], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
      let moved = Self.entry.replacing("find: int two(void)", with: "find: int two")
      try scene.put(["one/0100-a/entry": moved], in: scene.kitFolder)
      let before = try scene.snapshot()
      let outcome = try scene.bench().apply(nil)
      #expect(
        outcome.refusals.map(\.description) == [
          "a.c: would drop 5 lines, and no release is locked with this edit (pvkit patch lock): "
            + "line 2: int two(void); line 3: {; line 4: return 2;; line 5: }; line 6: int last; "
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

  /// Whoever writes an edit tries it on the release before it is locked: with the files that the lock
  /// has, if it has them.
  @Test func takesAnEditThatIsInNoLockOnARelease() throws {
    try locked { scene in
      let moved = Self.entry.replacing("find: int two(void)", with: "find: int two")
      try scene.put(["one/0100-a/entry": moved], in: scene.kitFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      // It got no less: only the place is found by another anchor.
      #expect(outcome.said == ["not locked for 2.6.18, see pvkit patch lock: one/0100-a"])
      try scene.put(["a.c": Self.file + "int vendor;\n"], in: scene.treeFolder)
      let changed = try scene.bench().status(nil).refusals
      #expect(
        changed.count == 1 && changed[0].problem.hasPrefix("would drop 5 lines, and no release"))
    }
  }

  /// Where no release is locked at all, another's tree is none on which to begin.
  @Test func refusesAnotherTreeWithoutAnyLock() throws {
    try Scene.with(tree: ["a.c": Self.file], kit: ["one/0100-a/entry": Self.entry]) { scene in
      #expect(try scene.bench().status(nil).refusals.isEmpty)
      try scene.put(["Makefile": Self.makefile("-92.el5")], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.count == 1)
    }
  }

  /// Anchors that occur elsewhere more often than they did.
  @Test func tellsOfMoreAnchors() throws {
    let entry = Scene.entry("edit a.c\nto: }\nfind: int two\nafter: x\nend")
    try locked(entry: entry) { scene in
      try scene.put(["a.c": Self.file + "int two;\n"], in: scene.treeFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said.contains(
          "a.c: the anchor of one/0100-a, line 8, which is looked for in its scope, occurs 2 times in "
            + "all of the file, in 2.6.18 1 time"))
    }
  }

  /// A file that the lock does not know is unknown, and not another one: a new entry edits a file that
  /// no entry edited before, in a tree that is the vanilla one.
  @Test func aFileThatIsInNoLockIsNotAnother() throws {
    try locked(tree: ["a.c": Self.file, "b.c": "int b;\n"]) { scene in
      let more = Scene.entry("edit b.c\nfind: int b;\nafter: int c;")
      try scene.put(
        ["one/0110-b/entry": more, "series": "one/0100-a\none/0110-b\n"], in: scene.kitFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "not locked for 2.6.18, see pvkit patch lock: one/0110-b"
        ])
      try scene.put(["Makefile": Self.makefile(".4")], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "the files to edit are those of Linux 2.6.18, but for those that its lock does not have: b.c",
          "has edits that are in no lock: one/0110-b",
        ])
    }
  }

  /// Who calls a build otherwise changes no file that an edit cares for.
  @Test(arguments: ["-mine", ".8", "-rc3"]) func anotherExtraVersionIsNoOtherFile(
    _ extra: String
  ) throws {
    let entry = Scene.entry("edit Makefile\nfind: SUBLEVEL = 18\nafter: X = y")
    try locked(tree: [:], entry: entry) { scene in
      try scene.put(["Makefile": Self.makefile(extra)], in: scene.treeFolder)
      let same = "the files to edit are those of Linux 2.6.18"
      #expect(try scene.bench().status(nil).said == [same])
      try scene.put(["Makefile": Self.makefile(extra) + "X = z\n"], in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "1 of the files to edit is not as in Linux 2.6.18, for which the kit was locked: Makefile"
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
    try locked(entry: first) { scene in
      let second = alternatives("or since 2.6.19:\nedit a.c\nfind: long one;\nafter: int b;\n")
      try scene.put(["one/0100-a/entry": second], in: scene.kitFolder)
      let matrix = try Matrix(Kit(folder: scene.kitFolder))
      #expect(matrix.rows[0].cells == [.neverLocked, .neverLocked, .alternative, .neverLocked])
      try scene.put(
        ["Makefile": Scene.makefile.replacing("18", with: "19"), "a.c": "long one;\n"],
        in: scene.treeFolder)
      #expect(
        try scene.bench().status(nil).said == [
          "Linux 2.6.19 has no lock (pvkit patch lock); each edit is held to the nearest lock that has "
            + "it, from Linux 2.6.18 on",
          "1 of the files to edit is not as in Linux 2.6.18, for which the kit was locked: a.c",
          "has edits that are in no lock: one/0100-a",
        ])
    }
  }

  /// With what may be done about them.
  @Test func saysHowToGoOnWhereNewLinesWouldBeDropped() throws {
    let change = Self.file.replacing("2;", with: "3;")
    func last(_ scene: Scene) throws -> String { try scene.bench().apply(nil).said.last ?? "" }
    try locked(entry: Self.entry.replacing("Until: 2.6.18\n", with: "")) { scene in
      try scene.put(["a.c": change], in: scene.treeFolder)
      let loose = "add \"loose: REASON\" to the edit; if not, "
      for extra in ["", "-vendor"] {
        try scene.put(["Makefile": Self.makefile(extra)], in: scene.treeFolder)
        let said = try last(scene)
        #expect(said.hasSuffix(", \(loose)the entry is not for this tree"), "\(extra): \(said)")
      }
      let other = "give the entry an alternative for this release (either, or)"
      try scene.put(["Makefile": Self.makefile(".4")], in: scene.treeFolder)
      #expect(try last(scene).hasSuffix(", \(loose)\(other)"))
      let next = Self.makefile("").replacing("18", with: "19")
      try scene.put(["Makefile": next], in: scene.treeFolder)
      #expect(
        try last(scene).hasSuffix(", lock the release (pvkit patch lock) or \(loose)\(other)"))
    }
  }

  /// The files of a release do not change: one of the two trees was another.
  @Test func saysThatAReleaseIsLockedInAnotherTree() throws {
    try locked { scene in
      let before = try scene.bench().releaseLock()
      #expect(before.note(since: before) == nil)
      try scene.put(["a.c": "int more;\n" + Self.file], in: scene.treeFolder)
      let note = try scene.bench().releaseLock().note(since: before)
      #expect(
        note?.description
          == "locked with other files than before, though those of a release do not change: a.c")
    }
  }

  /// An entry that was changed, one that came, one that went: named, without any tree.
  @Test func namesWhatChangedSince() throws {
    try locked { scene in
      let changed = Self.entry.replacing("CONFIG_XEN", with: "CONFIG_YEN")
      let other = Scene.entry("edit a.c\nfind: int one;\nafter: int more;")
      try scene.put(
        [
          "one/0100-a/entry": changed, "one/0110-b/entry": other,
          "series": "one/0100-a\none/0110-b\n",
        ], in: scene.kitFolder)
      let kit = try Kit(folder: scene.kitFolder)
      #expect(try kit.changed(since: kit.locks()[0]) == ["one/0100-a", "one/0110-b"])
      let outcome = try scene.bench().status(nil)
      #expect(outcome.refusals.isEmpty)
      #expect(
        outcome.said == ["not locked for 2.6.18, see pvkit patch lock: one/0110-b"])
      try scene.put(["series": "one/0100-a +i386\none/0110-b\n"], in: scene.kitFolder)
      #expect(try Kit(folder: scene.kitFolder).changed(since: kit.locks()[0]).count == 2)
    }
  }

  /// A file of an entry is a part of it, and so are the architectures for which it is, and the
  /// generated interface.
  @Test(arguments: ["one/0100-a/files/b.h", "series", "kit"])
  func theDigestHasAllOfTheEntry(_ path: String) throws {
    let texts = [
      "one/0100-a/files/b.h": "other\n", "series": "one/0100-a +x86_64\n", "kit": "Xen: 4.16\n",
    ]
    let entry = Scene.entry("new b.h\n\ngenerate headers c.h only xen")
    let kit = ["one/0100-a/entry": entry, "one/0100-a/files/b.h": "b\n"]
    try Scene.with(kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put([path: try #require(texts[path])], in: scene.kitFolder)
      #expect(try Kit(folder: scene.kitFolder).changed(since: lock) == ["one/0100-a"])
    }
  }

  @Test func refusesToLockWhatDoesNotFit() throws {
    try Scene.with(tree: ["a.c": "x\n"], kit: ["one/0100-a/entry": Self.entry]) { scene in
      #expect(throws: Refused.self) { try scene.bench().releaseLock() }
      let more = Scene.entry("edit a.c\nfind: y\nafter: z")
      try scene.put(
        ["one/0110-b/entry": more, "series": "one/0100-a\none/0110-b\n"], in: scene.kitFolder)
      let refused = #expect(throws: Refused.self) { try scene.bench().releaseLock() }
      #expect(refused?.refusals.map(\.entry) == ["one/0100-a", "one/0110-b"])
    }
  }

  /// The locks that come with pvkit are those of its entries.
  @Test func theKitsOwnLocksHold() throws {
    let kit = try Kit(folder: Places.package + "/patches")
    let locks = try kit.locks()
    #expect(!locks.isEmpty)
    for lock in locks {
      let changed = kit.changed(since: lock).joined(separator: ", ")
      #expect(
        changed.isEmpty,
        "changed since Linux \(lock.release) was locked (pvkit patch lock TREE): \(changed)")
    }
    let locked = Set(locks.map { $0.numbers.prefix(3) })
    #expect(kit.releases.allSatisfy { locked.contains($0.release.numbers.prefix(3)) })
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func hashesAsFipsHasIt(_ text: String, _ hash: String) {
    #expect(Digest(text: Array(text.utf8)).description == hash)
  }
}
