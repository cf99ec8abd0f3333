// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch status --matrix`: releases, a tree, and what is gone.
@Suite struct PatchMatrixTests {
  /// Locked, and then in the matrix; a tree in a column of its own.
  @Test func locksAReleaseAndShowsTheMatrix() throws {
    try PatchTree.with { (tree, kit) throws in
      let before = try pvkit("patch", "status", "--matrix", "--kit", kit)
      #expect(before.status == 1 && before.output.contains("one/0100-a     -       .\n"))
      #expect(before.output.contains("- the release was never locked\n"))
      #expect(
        before.errors == "pvkit: 2.6.18, 2.6.19: never locked; run: pvkit patch lock TREE\n")
      let lock = try pvkit("patch", "lock", "--kit", kit, tree)
      #expect(lock.output == "\(kit)/releases/2.6.18.lock: 1 entry, which edit 1 file\n")
      try "int many;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let after = try pvkit("patch", "status", "--matrix", "--kit", kit, tree)
      #expect(after.status == 1 && after.output.contains("one/0100-a     X     +       .\n"))
      // Why, too.
      #expect(after.errors.hasPrefix("pvkit: a.c: \"one\" not found"), "\(after.errors)")
      #expect(after.output.contains("proven x86_64  .     .       .\n"))
      let json = try pvkit("patch", "status", "--matrix", "--kit", kit, "--format", "json")
      #expect(json.output.contains("\"not needed\""))
      #expect(try pvkit("patch", "status", "--kit", kit).status == 2)
    }
  }

  @Test func theMatrixIsOfTheGroupsThatAreAskedFor() throws {
    try PatchTree.with { (tree, kit) throws in
      let run = try pvkit("patch", "status", "--matrix", "--only", "two", "--kit", kit)
      #expect(run.output.contains("two/0200-b") && !run.output.contains("one/0100-a"))
      let both = try pvkit("patch", "status", "--matrix", "--only", "two", "--kit", kit, tree)
      #expect(both.output.contains("two/0200-b") && !both.output.contains("one/0100-a"))
    }
  }

  /// What the tables leave out stands below them: an entry that is gone since, with exit code 1.
  @Test func theMatrixNamesWhatIsGone() throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      let series = try String(contentsOfFile: kit + "/series", encoding: .utf8)
      try FileManager.default.removeItem(atPath: kit + "/one/0100-a")
      try series.replacing("one/0100-a\n", with: "").write(
        toFile: kit + "/series", atomically: false, encoding: .utf8)
      let run = try pvkit("patch", "status", "--matrix", "--kit", kit)
      #expect(run.status == 1, "\(run.errors)")
      #expect(
        run.output.contains(
          "2.6.18: locked with entries that the kit no longer has: one/0100-a\n"), "\(run.output)")
    }
  }

  /// Of releases in one line, where it is the same.
  @Test func namesOnceWhatSeveralReleasesWereLockedWith() throws {
    try PatchTree.with { (tree, kit) throws in
      let entry = "Subject: s\nReason: r\nOrigin: own\nedit a.c\nfind: int\nafter: more\n"
      #expect(try pvkit("patch", "new", "--kit", kit, "one", "more").status == 0)
      try entry.write(toFile: kit + "/one/0110-more/entry", atomically: false, encoding: .utf8)
      for number in [18, 19] {
        let makefile = "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = \(number)\n"
        try makefile.write(toFile: tree + "/Makefile", atomically: false, encoding: .utf8)
        #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      }
      try FileManager.default.removeItem(atPath: kit + "/one/0110-more")
      try "one/0100-a\ntwo/0200-b\n".write(
        toFile: kit + "/series", atomically: false, encoding: .utf8)
      let matrix = try pvkit("patch", "status", "--matrix", "--kit", kit)
      #expect(matrix.status == 1)
      #expect(
        matrix.output.hasSuffix(
          "\n2.6.18, 2.6.19: locked with entries that the kit no longer has: one/0110-more\n"))
    }
  }
}
