// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import SystemPackage
import Testing

/// Trees that are written as a whole, and what is refused. What a kill leaves is in WritersTests.
@Suite struct LockedTreeTests {
  private func with(_ files: String, _ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      try run("mkdir t && \(files)", in: folder)
      try body(folder)
    }
  }

  private func run(_ script: String, in folder: String) throws {
    let result = try Command.run(["sh", "-c", "cd \(folder) && \(script)"])
    try #require(result.status == 0, "\(result.errors)")
  }

  private func change(_ body: (inout TreeChange) -> Void) -> TreeChange {
    var change = TreeChange()
    body(&change)
    return change
  }

  private func commit(_ folder: String, _ body: (inout TreeChange) -> Void) throws {
    try LockedTree(FilePath(folder + "/t")).commit(change(body))
  }

  /// Paths are bytes: U+0301 and a slash before it are one character, and so are U+0D4E and a slash
  /// behind it.
  @Test func aPathIsWhatTheSystemTakesItFor() throws {
    for path in ["d\u{d4e}/../evil", "x\u{d4e}/.git/hooks", "x\u{d4e}/.GIT", "/\u{301}x", "a//b"] {
      #expect(!TreePath.staysInside(path), "\(path)")
    }
    for path in ["a/\u{301}x", "x\u{d4e}/y", ".gitignore"] { #expect(TreePath.staysInside(path)) }
    let directories = TreePath.directories(of: "a/\u{301}b/\u{301}c").map { Array($0.utf8) }
    #expect(directories == ["a", "a/\u{301}b"].map { Array($0.utf8) })
    // Whose journal is read again after a kill.
    try with("mkdir -p t/.pvkit-work/commit 't/\u{301}d'") { folder in
      let journal = "pvkit journal 1\nmake \u{301}d\n"
      _ = try Command.run([
        "sh", "-c", "printf '%s' '\(journal)' > \(folder)/t/.pvkit-work/commit/journal",
      ])
      #expect(try LockedTree(FilePath(folder + "/t")).hasRecovered)
      #expect(try FilePath(folder + "/t").names()?.isEmpty == true)
    }
  }

  @Test func putsDropsAndTidies() throws {
    try with(
      "mkdir -p t/a/b t/c && echo x > t/a/b/old && echo mine > t/c/mine && chmod 600 t/c/mine"
    ) {
      folder in
      try commit(folder) {
        $0.put("n/e/w", [1])
        $0.put("n/x", [2], mode: FilePermissions(rawValue: 0o750))
        $0.put("c/mine", [3])
        $0.drop("a/b/old")
        $0.drop("not/there")
        for directory in ["a/b", "a", "c"] { $0.dropIfEmpty(directory) }
      }
      let left = try FilePath(folder + "/t").filesBelow().map(\.string)
      #expect(left == ["c/mine", "n/e/w", "n/x"])
      #expect(try FilePath(folder + "/t").names()?.map(\.string) == ["c", "n"])
      #expect(try FilePath(folder + "/t/n/x").status()?.permissions.rawValue == 0o750)
      #expect(try FilePath(folder + "/t/c/mine").status()?.permissions.rawValue == 0o600)
      #expect(try FilePath(folder + "/t/c/mine").read(limit: 9) == [3])
    }
  }

  /// A file where a directory was, a directory where a file was, and back: at every step of it, what
  /// fails leaves the tree as it was.
  @Test func changesFilesIntoDirectoriesAndBack() throws {
    try with("mkdir -p t/d/e && echo 1 > t/d/e/f && echo 2 > t/d/g && echo 3 > t/y") { folder in
      let before = try Snapshot(folder)
      func there(_ tree: inout TreeChange) {
        for path in ["d/e/f", "d/g", "y"] { tree.drop(path) }
        for path in ["d/e", "d"] { tree.dropIfEmpty(path) }
        tree.put("d", [4])
        tree.put("y/z/w", [5])
      }
      try commit(folder, there)
      #expect(try FilePath(folder + "/t").filesBelow().map(\.string) == ["d", "y/z/w"])
      try commit(folder) { tree in
        for path in ["d", "y/z/w"] { tree.drop(path) }
        for path in ["y/z", "y"] { tree.dropIfEmpty(path) }
        for (path, text) in [("d/e/f", "1\n"), ("d/g", "2\n"), ("y", "3\n")] {
          tree.put(path, Array(text.utf8))
        }
      }
      #expect(try Snapshot(folder) == before)
    }
  }

  /// A directory that has something else in it, and files of which one is to be in the other.
  @Test func makesNoPlaceForAFileWhereSomethingStays() throws {
    try with("mkdir -p t/d/e && echo 1 > t/d/e/f && echo 2 > t/d/mine") { folder throws -> Void in
      let before = try Snapshot(folder)
      let mine = #expect(throws: FileError.self) {
        try commit(folder) {
          $0.drop("d/e/f")
          for path in ["d/e", "d"] { $0.dropIfEmpty(path) }
          $0.put("d", [4])
        }
      }
      #expect(mine?.description.contains("t/d: is a directory with mine in it") == true)
      for paths in [["y", "y/z"], ["y/z/w", "y"]] {
        let error = #expect(throws: FileError.self) {
          try commit(folder) { tree in for path in paths { tree.put(path, [1]) } }
        }
        #expect(error?.description.contains("cannot be a file, because y above it is one") == true)
        #expect(throws: FileError.self) {
          try NewTree.create(
            FilePath(folder + "/n"), change { for path in paths { $0.put(path, [1]) } })
        }
      }
      #expect(try Snapshot(folder) == before)
    }
  }

  /// What a killed run left behind a file's going and the coming of a directory in its place.
  @Test(arguments: [false, true]) func undoesADirectoryInAFilesPlace(_ isMineInIt: Bool) throws {
    let work = "t/.pvkit-work/commit"
    let journal = "drop 1 \(ContentHash(Array("x".utf8))) y\\nmake y\\nput 0 - 0 y/z\\n"
    try with(
      "mkdir -p \(work)/old \(work)/new t/y && printf x > \(work)/old/1 && echo > \(work)/new/0"
        + " && printf 'pvkit journal 1\\n\(journal)' > \(work)/journal"
        + (isMineInIt ? " && echo mine > t/y/mine" : "")
    ) { folder in
      if isMineInIt {
        let error = #expect(throws: FileError.self) { try LockedTree(FilePath(folder + "/t")) }
        #expect(error?.description.contains("t/y: contains files that the interrupted run") == true)
        try run("mv t/y/mine mine", in: folder)
      }
      #expect(try LockedTree(FilePath(folder + "/t")).hasRecovered)
      try run("[ \"$(cat t/y)\" = x ] && [ ! -e t/.pvkit-work ]", in: folder)
    }
  }

  /// A run that undid another one's work was killed, too: the directory is back already, or not yet.
  @Test(arguments: ["mkdir t/d", ":"]) func undoesAFileInADirectorysPlaceAgain(
    _ state: String
  ) throws {
    let work = "t/.pvkit-work/commit"
    let old = state == ":" ? "\(work)/old/1" : "\(work)/old"
    try with(
      "mkdir -p \(old) \(work)/new && \(state)"
        + " && printf 'pvkit journal 1\\nclear 1 d\\nput 0 - 0 d\\n' > \(work)/journal"
    ) { folder in
      #expect(try LockedTree(FilePath(folder + "/t")).hasRecovered)
      try run("[ -d t/d ] && [ ! -e t/.pvkit-work ]", in: folder)
    }
  }

  @Test func leavesWhatIsAsItIsToBe() throws {
    try with("printf x > t/same") { folder in
      let before = try FilePath(folder + "/t/same").status()?.inode
      try commit(folder) { $0.put("same", Array("x".utf8)) }
      #expect(try FilePath(folder + "/t/same").status()?.inode == before)
    }
  }

  @Test(arguments: [
    "../x", "/x", "a//b", "a/./b", "a/../../x", "", ".git/hooks/x", "sub/.GIT/config", "a\nb",
    ".pvkit-work/next/x",
  ])
  func writesNowhereElse(_ path: String) throws {
    try with(":") { folder throws -> Void in
      #expect(throws: FileError.self) { try commit(folder) { $0.put(path, []) } }
      #expect(throws: FileError.self) { try commit(folder) { $0.drop(path) } }
      #expect(try FilePath(folder).filesBelow().isEmpty)
    }
  }

  /// With the user's things in the way: one error, and all as before.
  @Test(arguments: [
    ("ln -s ../far t/a", "t/a: is a symbolic link"),
    ("ln -s nowhere t/a", "t/a: is a symbolic link"), ("echo > t/a", "t/a: is not a directory"),
    ("mkdir -p t/a/b/mine", "t/a/b: is not a regular file"),
    ("mkdir t/a && mkfifo t/a/b", "t/a/b: is not a regular file"),
    ("mkdir far/.pvkit-work && ln -s ../far/.pvkit-work t/", "t/.pvkit-work: is not a directory"),
    ("mkdir t/.pvkit-work && ln -s ../../far t/.pvkit-work/commit", "commit: is not a directory"),
    (
      "mkdir -p t/.pvkit-work/commit && ln -s ../../../far t/.pvkit-work/commit/old",
      "old: is not a directory"
    ),
    ("mkdir -p t/.pvkit-work/commit", "has no journal"),
    ("mkdir -p t/.pvkit-work/commit && echo x > t/.pvkit-work/commit/journal", "is damaged"),
    (
      "mkdir -p t/.pvkit-work/commit && ln -s /etc/passwd t/.pvkit-work/commit/journal",
      "is damaged"
    ),
  ])
  func refuses(_ files: String, _ reason: String) throws {
    try with("mkdir far && echo secret > far/0 && \(files)") { folder in
      let before = try Snapshot(folder)
      let error = #expect(throws: FileError.self) { try commit(folder) { $0.put("a/b", [1]) } }
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
      #expect(try Snapshot(folder) == before)
    }
  }

  /// A tree's maker may have written a journal: it must not lead out, nor to git's hooks, and no
  /// file that it brings may be a link.
  @Test(arguments: [
    ("drop 0 0 ../far/0", "is damaged"), ("put 0 - 0 .git/hooks/x", "is damaged"),
    ("leave /far", "is damaged"), ("drop 0 0 link/0", "link: is a symbolic link"),
    ("put 0 1 0 x", "old/0: is not a regular file"), ("drop 0 1 x", "old/0: is not a regular file"),
  ])
  func believesNoJournal(_ line: String, _ reason: String) throws {
    let work = "t/.pvkit-work/commit"
    try with(
      "mkdir -p far \(work)/old && echo secret > far/0 && ln -s ../far t/link"
        + " && ln -s ../../../../far/0 \(work)/old/0"
        + " && printf 'pvkit journal 1\\n\(line)\\n' > \(work)/journal"
    ) { folder in
      let before = try Snapshot(folder)
      let error = #expect(throws: FileError.self) { try LockedTree(FilePath(folder + "/t")) }
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
      #expect(try Snapshot(folder) == before)
    }
  }

  /// Nothing that somebody edited after a kill is lost when the killed run's work is undone.
  @Test(arguments: ["put 0 - af63bd4c8601b7df x", "drop 0 af63bd4c8601b7df x"])
  func keepsWhatWasEditedSince(_ line: String) throws {
    let work = "t/.pvkit-work/commit"
    try with(
      "mkdir -p \(work)/old \(work)/new && echo mine > t/x && echo old > \(work)/old/0"
        + " && printf 'pvkit journal 1\\n\(line)\\n' > \(work)/journal"
    ) { folder in
      let error = #expect(throws: FileError.self) { try LockedTree(FilePath(folder + "/t")) }
      #expect(
        error?.description.contains("was edited after a run of pvkit was interrupted") == true)
      try run("[ \"$(cat t/x)\" = mine ] && mv t/x mine", in: folder)
      #expect(try LockedTree(FilePath(folder + "/t")).hasRecovered)
      try run("[ ! -e t/.pvkit-work ]", in: folder)
    }
  }

  @Test func oneAtATime() throws {
    try with(":") { folder in
      let tree = try LockedTree(FilePath(folder + "/t"))
      let error = #expect(throws: FileError.self) { try LockedTree(FilePath(folder + "/t")) }
      #expect(error?.problem == "another run of pvkit is in progress here")
      try tree.commit(change { $0.put("x", []) })
    }
  }

  @Test(arguments: ["t", "t/mine", "a/../b", "link"]) func makesNoTreeWhereSomethingIs(
    _ name: String
  ) throws {
    try with("echo > t/mine && ln -s nowhere link") { folder throws -> Void in
      let before = try Snapshot(folder)
      #expect(throws: FileError.self) {
        try NewTree.create(FilePath(folder + "/" + name), change { $0.put("x", []) })
      }
      #expect(try Snapshot(folder) == before)
    }
  }
}
