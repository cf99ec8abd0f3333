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
    Case(testDescription: "a pipe", says: "kernel/a.c: is no regular file") { scene in
      unlink(scene.treeFolder + "/kernel/a.c")
      mkfifo(scene.treeFolder + "/kernel/a.c", 0o644)
    },
    Case(testDescription: "a folder", says: "kernel/a.c: is no regular file") { scene in
      unlink(scene.treeFolder + "/kernel/a.c")
      mkdir(scene.treeFolder + "/kernel/a.c", 0o755)
    },
    Case(testDescription: "huge", says: "kernel/a.c: has more than 16 MiB") { scene in
      truncate(scene.treeFolder + "/kernel/a.c", 1 << 40)
    },
    Case(testDescription: "a file for a folder", says: "include: is no folder") { scene in
      try scene.put(["include": "x"], in: scene.treeFolder)
    },
    Case(testDescription: "no kernel", says: "Makefile: is not the top Makefile") { scene in
      try scene.put(["Makefile": "all:\n"], in: scene.treeFolder)
    },
    Case(testDescription: "no Makefile", says: "Makefile: is not the top Makefile") { scene in
      unlink(scene.treeFolder + "/Makefile")
    },
    Case(testDescription: "another's record", says: ".pvkit/now/record: is no record") { scene in
      try scene.put([".pvkit/now/record": "x"], in: scene.treeFolder)
    },
    Case(testDescription: "a record cut short", says: ".pvkit/now/record: is no record") { scene in
      try scene.put([".pvkit/now/record": "pvkit patch record 1\nrel"], in: scene.treeFolder)
    },
    Case(testDescription: "a record that leads out", says: ".pvkit/now/record: is no record") {
      let record = "pvkit patch record 1\nrelease 2.6.18\nnew 644 ../../x\n"
      try $0.put([".pvkit/now/record": record], in: $0.treeFolder)
    },
    Case(testDescription: "a record elsewhere", says: ".pvkit: is a symbolic link") { scene in
      try scene.put(["x": "x"], in: scene.folder + "/elsewhere/next")
      symlink(scene.folder + "/elsewhere", scene.treeFolder + "/.pvkit")
    },
    Case(testDescription: "work that leads out", says: "tree/out: is a symbolic link") { scene in
      try scene.put(["victim": "x"], in: scene.folder + "/elsewhere")
      symlink(scene.folder + "/elsewhere", scene.treeFolder + "/out")
      let record = "pvkit patch record 1\nrelease 2.6.18\nentry one/0100-a\n"
      try scene.put(
        [".pvkit/commit/record": record, ".pvkit/commit/journal": "drop 0 out/victim\n"],
        in: scene.treeFolder)
    },
    Case(testDescription: "work of dots", says: ".pvkit/commit/journal: is damaged") { scene in
      let record = "pvkit patch record 1\nrelease 2.6.18\nentry one/0100-a\n"
      try scene.put(
        [".pvkit/commit/record": record, ".pvkit/commit/journal": "drop 0 ../kit/series\n"],
        in: scene.treeFolder)
    },
  ]

  /// What a killed run left is cleared away, but nothing that it only points to.
  @Test func clearsNothingBehindALink() throws {
    try Example.with { scene in
      try scene.put(["deep/victim": "x"], in: scene.folder + "/elsewhere")
      try scene.put([".pvkit/next/was/0": "x"], in: scene.treeFolder)
      symlink(scene.folder + "/elsewhere", scene.treeFolder + "/.pvkit/next/put")
      _ = try scene.bench()
      #expect(!scene.hasRecord)
      #expect(try KitFile.all(below: scene.folder + "/elsewhere") == ["deep/victim"])
    }
  }

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
      #expect(error?.description.contains("another run of pvkit is at work here") == true)
      _ = try bench.apply(nil)
    }
  }

  private func listing(_ scene: Scene) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: scene.treeFolder).sorted()
  }
}
