// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import SystemPackage
import Testing

/// What a name for output stands for, and what stays of what was there.
@Suite struct OutputTests {
  /// A folder, with which only the asked-for names are left.
  private func with(_ left: [String], _ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      try body(folder)
      let names = try #require(try FilePath(folder).names()).map(\.string)
      #expect(names == left.sorted())
    }
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try #require(try FilePath(path).read(limit: 1 << 20)), as: UTF8.self)
  }

  private func run(_ script: String, in folder: String) throws -> String {
    let result = try Command.run(["sh", "-c", "cd \(folder) && \(script)"])
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test func aNewFileHasWhatTheUmaskLeaves() throws {
    try with(["new"]) { folder in
      try Output.write("text", to: folder + "/new")
      #expect(try text(folder + "/new") == "text")
      let expected = try run("umask", in: folder).trimmingPrefix("0")
      let status = try #require(try FilePath(folder + "/new").status())
      let mask = try #require(CModeT(expected.split(separator: "\n")[0], radix: 8))
      #expect(status.permissions.rawValue == 0o666 & ~mask)
    }
  }

  @Test func keepsModeOwnerAndAttributes() throws {
    try with(["old", "twin"]) { folder in
      _ = try run("echo old > old && chmod 2604 old && ln old twin", in: folder)
      if getuid() == 0 { _ = try run("chown 12:34 old && chmod 2604 old", in: folder) }
      let before = try #require(try FilePath(folder + "/old").status())
      try Output.write("new", to: folder + "/old")
      let after = try #require(try FilePath(folder + "/old").status())
      #expect(after.permissions == before.permissions)
      #expect(after.userID == before.userID && after.groupID == before.groupID)
      #expect(try text(folder + "/old") == "new")
      #expect(try text(folder + "/twin") == "old\n")
    }
  }

  /// What `write` would refuse is known before; nothing is written.
  @Test func checksWithoutWriting() throws {
    try with(["folder", "old"]) { folder in
      _ = try run("echo old > old && mkdir folder", in: folder)
      try Output.check(folder + "/old")
      try Output.check(folder + "/new")
      try Output.check("-")
      #expect(try text(folder + "/old") == "old\n")
      for name in ["folder", "none/new", "old/new", "new/"] {
        let early = #expect(throws: FileError.self, "\(name)") {
          try Output.check("\(folder)/\(name)")
        }
        let late = #expect(throws: FileError.self, "\(name)") {
          try Output.write("text", to: "\(folder)/\(name)")
        }
        #expect(early?.description == late?.description)
      }
    }
  }

  /// What lets a program run as somebody else was given to what the file held.
  @Test(arguments: [("4755", "755"), ("6711", "711"), ("2604", "2604"), ("1644", "1644")])
  func newContentHasNoRightsOfTheOld(before: String, after: String) throws {
    try with(["old"]) { folder in
      _ = try run("echo old > old && chmod \(before) old", in: folder)
      try Output.write("new", to: folder + "/old")
      #expect(try run("stat -c %a old", in: folder) == after + "\n")
    }
  }

  /// A chain of links, relative ones from where each stands, also to what is not there yet.
  @Test(arguments: ["there", "not there"]) func followsLinks(_ target: String) throws {
    try with(["a", "deep", "far"]) { folder in
      _ = try run(
        "mkdir deep far && ln -s deep/b a && ln -s ../far/c deep/b && echo > 'far/there'"
          + " && ln -s \(folder)/far/'\(target)' far/c", in: folder)
      try Output.write("text", to: folder + "/a")
      #expect(try text(folder + "/far/\(target)") == "text")
      #expect(try run("readlink a deep/b", in: folder) == "deep/b\n../far/c\n")
    }
  }

  /// Names can be added to such a directory and not be taken away: a new file is written, and of
  /// what could not have its place nothing stays.
  @Test func inAnAppendOnlyDirectoryOnlyNewFiles() throws {
    try with(["new", "old"]) { folder in
      _ = try run("echo mine > old", in: folder)
      guard try Command.run(["chattr", "+a", folder]).status == 0 else { return }
      defer { _ = try? Command.run(["chattr", "-a", folder]) }
      try Output.write("text", to: folder + "/new")
      let error = #expect(throws: FileError.self) { try Output.write("text", to: folder + "/old") }
      #expect(error?.description.contains("append-only") == true, "\(String(describing: error))")
      #expect(throws: FileError.self) {
        try NewTree.create(FilePath(folder + "/tree"), TreeChange())
      }
      #expect(throws: FileError.self) {
        var change = TreeChange()
        change.put("old", [1])
        try LockedTree(FilePath(folder)).commit(change)
      }
      #expect(try text(folder + "/new") == "text")
      #expect(try text(folder + "/old") == "mine\n")
    }
  }

  @Test func writesIntoAPipe() throws {
    try with(["pipe", "got"]) { folder in
      _ = try run("mkfifo pipe && (cat pipe > got &)", in: folder)
      try Output.write("text", to: folder + "/pipe")
      #expect(
        try run("while ! [ -s got ]; do :; done; cat got; stat -c %F pipe", in: folder)
          == "textfifo\n")
    }
  }

  @Test func writesIntoADevice() throws { try Output.write("text", to: "/dev/null") }

  /// At the descriptor's own place in the file, whatever the name by which it is meant.
  @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"])
  func writesIntoADescriptor(_ prefix: String) throws {
    try with(["file", "link"]) { folder in
      let file = try FileDescriptor.open(
        FilePath(folder + "/file"), .writeOnly, options: [.create],
        permissions: FilePermissions(rawValue: 0o600))
      defer { try? file.close() }
      try file.writeAll("head ".utf8)
      try Output.write("text ", to: prefix + "\(file.rawValue)")
      symlink("/dev/fd/\(file.rawValue)", folder + "/link")
      try Output.write("link", to: folder + "/link")
      #expect(try text(folder + "/file") == "head text link")
    }
  }

  @Test(arguments: [
    ("", "is not a file's name"), ("folder", "Is a directory"), ("file/", "is a directory's name"),
    ("file/x", "Not a directory"), ("none/x", "No such file"), ("loop", "symbolic links"),
    ("/dev/full", "No space left"), ("/dev/fd/999", "No such file"), ("/dev/fd/0", "Bad file"),
    ("/proc/x.svg", "cannot create a file in that directory"),
  ])
  func saysWhyNot(_ name: String, _ reason: String) throws {
    try with(["file", "folder", "loop"]) { folder in
      _ = try run("mkdir folder; echo mine > file; ln -s loop loop", in: folder)
      let path = name.isEmpty || name.hasPrefix("/") ? name : folder + "/" + name
      // Descriptor 0 as it is in most runs: open for reading.
      let error = #expect(throws: FileError.self) { try Output.write("text", to: path) }
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
      // The system's words alone say nobody what to do.
      let isOurs = reason.hasPrefix("is ") || reason == "Bad file"
      #expect(error?.cure.isEmpty == false || isOurs, "\(String(describing: error))")
      #expect(try text(folder + "/file") == "mine\n")
    }
  }

  /// What a killed run left goes with the next one; what only looks like it stays.
  @Test func clearsAwayWhatAKilledRunLeft() throws {
    try with([".pvkit-7", ".pvkit-new-x", "file"]) { folder in
      _ = try run("echo mine > .pvkit-7; echo mine > .pvkit-new-x; echo half > half", in: folder)
      let inode = try run("stat -c %i half", in: folder).split(separator: "\n")[0]
      _ = try run("mv half .pvkit-\(inode); mkdir d; echo half > d/half", in: folder)
      let directory = try run("stat -c %i d", in: folder).split(separator: "\n")[0]
      _ = try run("mv d .pvkit-\(directory)", in: folder)
      try Output.write("text", to: folder + "/file")
    }
  }

  /// Nor is it taken from a run that is still at work.
  @Test func leavesWhatIsLocked() throws {
    try Places.withScratchFolder { folder in
      _ = try run("echo half > half", in: folder)
      let inode = try run("stat -c %i half", in: folder).split(separator: "\n")[0]
      _ = try run("mv half .pvkit-\(inode)", in: folder)
      let file = try FileDescriptor.open(FilePath(folder + "/.pvkit-\(inode)"), .readOnly)
      defer { try? file.close() }
      try #require(flock(file.rawValue, LOCK_EX) == 0)
      try Output.write("text", to: folder + "/file")
      #expect(try text(folder + "/.pvkit-\(inode)") == "half\n")
    }
  }
}
