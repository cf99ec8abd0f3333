// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// A release is locked: what that is made of, and the locks that come with pvkit.
@Suite struct LockTests {
  /// Which release is to be locked for a tree that is none of them.
  @Test func namesTheReleaseToLock() throws {
    try Scene.with(tree: ["Makefile": Scene.makefile("-1.2798.fc6")], kit: Example.kit) { scene in
      let error = #expect(throws: PatchError.self) { try scene.bench().releaseLock() }
      #expect(
        error?.description
          == "\(scene.treeFolder): is Linux 2.6.18-1.2798.fc6, not a release of kernel.org; lock a tree of Linux 2.6.18 from there; this tree is compared with it"
      )
    }
  }

  @Test func readsWhatItWrites() throws {
    try Scene.locked { scene in
      let kit = try Kit(directory: scene.kitFolder)
      let lock = try #require(try kit.locks().first)
      #expect(try scene.bench().releaseLock() == lock)
      #expect(kit.changed(since: lock).isEmpty)
      #expect(lock.text.contains("edit a.c ") && lock.summary == "1 entry, which edit 1 file")
      for word in ["int", "two", "return", "CONFIG"] { #expect(!lock.text.contains(word)) }
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.isEmpty && outcome.said.isEmpty)
    }
  }

  /// Deleting and replacing regions drop lines too; an insertion and a replaced anchor do not.
  @Test(arguments: [
    ("find: return 2;\ndelete", true), ("find: return 2;\nwrap X: x", true),
    ("find: {\nthrough: }\nreplace: x", true), ("find: {\nup to: }\ndelete", true),
    ("find: return 2;\nreplace: x", false), ("find: return 2;\nafter: x", false),
  ])
  func locksWhatIsDropped(_ edit: String, _ isLocked: Bool) throws {
    try Scene.locked(entry: Scene.entry("edit a.c\n\(edit)")) { scene in
      let new = Scene.lockedFile.replacing("return 2;", with: "if (x) return 2;")
      try scene.put(["a.c": new], in: scene.treeFolder)
      #expect(try scene.bench().apply(nil).refusals.isEmpty != isLocked)
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
      #expect(try Kit(directory: scene.kitFolder).changed(since: lock) == ["one/0100-a"])
    }
  }

  @Test func refusesToLockWhatDoesNotFit() throws {
    try Scene.with(tree: ["a.c": "x\n"], kit: ["one/0100-a/entry": Scene.lockedEntry]) { scene in
      #expect(throws: RefusalError.self) { try scene.bench().releaseLock() }
      let more = Scene.entry("edit a.c\nfind: y\nafter: z")
      try scene.put(
        ["one/0110-b/entry": more, "series": "one/0100-a\none/0110-b\n"], in: scene.kitFolder)
      let refused = #expect(throws: RefusalError.self) { try scene.bench().releaseLock() }
      #expect(refused?.refusals.map(\.entry) == ["one/0100-a", "one/0110-b"])
    }
  }

  /// The files of a release do not change: one of the two trees was another.
  @Test func saysThatAReleaseIsLockedInAnotherTree() throws {
    try Scene.locked { scene in
      let before = try scene.bench().releaseLock()
      #expect(before.files(otherThanIn: before).isEmpty)
      try scene.put(["a.c": "int more;\n" + Scene.lockedFile], in: scene.treeFolder)
      #expect(try scene.bench().releaseLock().files(otherThanIn: before) == ["a.c"])
    }
  }

  /// The locks that come with pvkit are those of its entries.
  @Test func theKitsOwnLocksHold() throws {
    let kit = try Kit(directory: Places.package + "/patches")
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
}
