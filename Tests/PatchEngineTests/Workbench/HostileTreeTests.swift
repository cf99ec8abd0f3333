// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Testing

@testable import PatchEngine

/// Trees that cannot be worked on: one error, and everything as it was.
@Suite struct HostileTreeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let says: String
    let harm: @Sendable (Scene) throws -> Void
  }

  static let cases = [
    Case(testDescription: "a link out", says: "kernel/a.c: is a symbolic link") { scene in
      let path = scene.treeFolder + "/kernel/a.c"
      rename(path, scene.folder + "/a.c")
      symlink(scene.folder + "/a.c", path)
    },
    Case(testDescription: "a folder out", says: "tree/kernel: is a symbolic link") { scene in
      rename(scene.treeFolder + "/kernel", scene.folder + "/kernel")
      symlink(scene.folder + "/kernel", scene.treeFolder + "/kernel")
    },
    Case(testDescription: "read-only", says: "kernel/a.c: is read-only; chmod u+w") { scene in
      chmod(scene.treeFolder + "/kernel/a.c", 0o444)
    },
    Case(testDescription: "a pipe", says: "kernel/a.c: is not a regular file") { scene in
      unlink(scene.treeFolder + "/kernel/a.c")
      mkfifo(scene.treeFolder + "/kernel/a.c", 0o644)
    },
    Case(
      testDescription: "a folder",
      says:
        "kernel/a.c: is a directory, not a file (one/0100-edits, line 6); name a file"
    ) { scene in
      unlink(scene.treeFolder + "/kernel/a.c")
      mkdir(scene.treeFolder + "/kernel/a.c", 0o755)
    },
    Case(testDescription: "huge", says: "kernel/a.c: has more than 16 MiB") { scene in
      truncate(scene.treeFolder + "/kernel/a.c", 1 << 40)
    },
    Case(testDescription: "a file for a folder", says: "include: is not a directory") { scene in
      try scene.put(["include": "x"], in: scene.treeFolder)
    },
    Case(testDescription: "no kernel", says: "Makefile: is not the top Makefile") { scene in
      try scene.put(["Makefile": "all:\n"], in: scene.treeFolder)
    },
    Case(testDescription: "no Makefile", says: "Makefile: is not the top Makefile") { scene in
      unlink(scene.treeFolder + "/Makefile")
    },
    Case(testDescription: "another's record", says: ".pvkit/now/record: is not a record") { scene in
      try scene.put([".pvkit/now/record": "x"], in: scene.treeFolder)
    },
    Case(testDescription: "a record cut short", says: ".pvkit/now/record: is not a record") {
      scene in
      try scene.put([".pvkit/now/record": "pvkit patch record 1\nrel"], in: scene.treeFolder)
    },
    Case(testDescription: "a record that leads out", says: ".pvkit/now/record: is not a record") {
      let record = "pvkit patch record 1\nrelease 2.6.18\nnew 644 ../../x\n"
      try $0.put([".pvkit/now/record": record], in: $0.treeFolder)
    },
    Case(testDescription: "a mode that is none", says: ".pvkit/now/record: is not a record") {
      let record = "pvkit patch record 1\nrelease 2.6.18\nwas 10000 kernel/a.c\n"
      try $0.put([".pvkit/now/record": record], in: $0.treeFolder)
    },
    Case(testDescription: "a record elsewhere", says: ".pvkit: is a symbolic link") { scene in
      try scene.put(["x": "x"], in: scene.folder + "/elsewhere/next")
      symlink(scene.folder + "/elsewhere", scene.treeFolder + "/.pvkit")
    },
    Case(testDescription: "an original elsewhere", says: "now/was/0: is a symbolic link") { scene in
      try scene.put(["victim": "x"], in: scene.folder + "/elsewhere")
      let record = "pvkit patch record 1\nrelease 2.6.18\nentry one/0100-a\nwas 644 kernel/a.c\n"
      try scene.put(
        [".pvkit/now/record": record, ".pvkit/now/is/0": "x", ".pvkit/now/was/0": "x"],
        in: scene.treeFolder)
      unlink(scene.treeFolder + "/.pvkit/now/was/0")
      symlink(scene.folder + "/elsewhere/victim", scene.treeFolder + "/.pvkit/now/was/0")
    },
    Case(testDescription: "an earlier version's work", says: ".pvkit/commit: was left by a run") {
      try $0.put([".pvkit/commit/journal": "put 0 stolen\n"], in: $0.treeFolder)
    },
  ]

  @Test(arguments: cases) func refuses(_ example: Case) throws {
    try Example.with { scene in
      try example.harm(scene)
      let before = try listing(scene)
      let error = #expect(throws: PatchError.self) { try scene.bench().apply(nil) }
      #expect(error?.description.contains(example.says) == true, "\(error?.description ?? "")")
      #expect(try listing(scene) == before)
      let elsewhere = try KitFile.all(below: scene.folder + "/elsewhere")
      #expect(elsewhere.isEmpty || elsewhere == ["victim"] || elsewhere == ["next/x"])
    }
  }

  /// A record that comes with somebody's tree makes no program of root's.
  @Test func takesNoSetIdBitsFromARecord() throws {
    try Example.with { scene in
      let mode = try KernelTree(path: scene.treeFolder).mode(of: "kernel/a.c")
      _ = try scene.bench().apply(nil)
      let record = scene.treeFolder + "/.pvkit/now/record"
      let text = String(decoding: try #require(try KitFile.read(record)), as: UTF8.self)
      let lines = try #require(SealedText.lines(of: text, title: Record.title))
      let others = lines.map { String($0).replacing("was ", with: "was 6") }
      try scene.put(
        [".pvkit/now/record": SealedText.text([Record.title] + others)], in: scene.treeFolder)
      _ = try scene.bench().revert(nil)
      #expect(try KernelTree(path: scene.treeFolder).mode(of: "kernel/a.c") == mode)
    }
  }

  /// Edits that go through a large file over and over: few with many places, or many.
  @Test(arguments: [(1, 1000), (300, 1)]) func boundsTheSearch(_ edits: Int, _ times: Int) throws {
    let edit = "find \(times) times: b\nafter: x\n"
    let kit = [
      "one/0100-a/entry": Scene.entry("edit big\n" + String(repeating: edit, count: edits))
    ]
    let text = String(repeating: "a", count: 4_000_000) + String(repeating: "b", count: times)
    try Scene.with(tree: ["big": text], kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try scene.bench().apply(nil) }
      let says = "big: would be searched more often than any kit needs, from one/0100-a on"
      #expect(error?.description == says)
    }
  }

  /// One limit for all files: what can be read can be edited.
  @Test func editsALargeFile() throws {
    let kit = ["one/0100-a/entry": Scene.entry("edit big\nfind: b\nafter: x")]
    let text = String(repeating: "a\n", count: 5 << 19) + "b\n"
    try Scene.with(tree: ["big": text], kit: kit) { scene throws -> Void in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      #expect(try scene.text("big")?.hasSuffix("a\nb\nx\n") == true)
      truncate(scene.treeFolder + "/big", 17 << 20)
      #expect(throws: PatchError.self) { try scene.bench().status(nil) }
    }
  }

  /// Numbers of a release that no kernel has, near the ends of what fits into an integer.
  @Test(arguments: ["-9223372036854775808", "9223372036854775807", "65536", "99999999999999999999"])
  func takesNoReleaseOfAnyNumber(_ number: String) throws {
    try Example.with { scene in
      try scene.put(
        ["Makefile": Scene.makefile.replacing("= 2\n", with: "= \(number)\n")], in: scene.treeFolder
      )
      let error = #expect(throws: PatchError.self) { try scene.bench() }
      #expect(error?.description.contains("Makefile: is not the top Makefile") == true)
    }
  }

  @Test func refusesAnotherReleaseThanWasPatched() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      try scene.put(
        ["Makefile": Scene.makefile.replacing("18", with: "19")], in: scene.treeFolder)
      let error = #expect(throws: PatchError.self) { try scene.bench() }
      #expect(
        error?.description.contains("is Linux 2.6.19, but the kit was applied to 2.6.18") == true)
    }
  }

  @Test func oneAtATime() throws {
    try Example.with { scene in
      let bench = try scene.bench()
      let error = #expect(throws: PatchError.self) { try scene.bench() }
      #expect(error?.description.contains("another run of pvkit is in progress here") == true)
      _ = try bench.apply(nil)
    }
  }

  private func listing(_ scene: Scene) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: scene.treeFolder).sorted()
  }
}
