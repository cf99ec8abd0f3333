// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch lock`: which file it writes, and which it does not.
@Suite struct PatchLockTests {
  /// What goes into a kernel has the kernel's license, and says so.
  @Test func namesFilesWithAnotherLicense() throws {
    try PatchTree.with { (tree, kit) throws in
      let note = "has no line SPDX-License-Identifier: GPL-2.0-only, the license of the kernel"
      let entry = PatchTree.entry + "Until: 2.6.18\nnew a.h\nnew b.h\n"
      for (first, count) in [("", 3), ("SPDX-License-Identifier: MIT", 3), ("x", 3)] {
        try PatchTree.put(
          [
            "one/0100-a/entry": "# \(first)\n" + entry,
            "one/0100-a/files/a.h": "/* \(first) */\nint a;\n",
            "one/0100-a/files/b.h": "/* SPDX-License-Identifier: GPL-2.0-only */\nint b;\n",
          ], in: kit)
        let run = try pvkit("patch", "lock", "--kit", kit, tree)
        #expect(
          run.status == 0 && run.errors.split(separator: "\n").count == count, "\(run.errors)")
        for path in ["one/0100-a/entry", "one/0100-a/files/a.h", "two/0200-b/entry"] {
          #expect(run.errors.contains("pvkit: note: \(kit)/\(path): \(note)"), "\(run.errors)")
        }
      }
      let right = "SPDX-License-Identifier: GPL-2.0-only"
      try PatchTree.put(
        [
          "one/0100-a/entry": "# \(right)\n" + entry,
          "one/0100-a/files/a.h": "#!/bin/sh\n# \(right)\n",
        ], in: kit)
      let run = try pvkit("patch", "lock", "--kit", kit, tree)
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }

  /// A kit may be a stranger's: what it has in a lock's place is not written through, nor waited for.
  @Test(arguments: [
    ("ln -s ../../victim releases/2.6.18.lock", "is a symbolic link"),
    ("mv releases r; ln -s r releases", "is a symbolic link"),
    ("mkfifo releases/2.6.18.lock", "is not a regular file"),
    ("mkdir releases/2.6.18.lock", "is not a regular file"),
  ])
  func aLockIsARegularFileOfTheKit(commands: String, words: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let made = try Command.run([
        "sh", "-ec", "cd \(kit); echo precious > ../victim; \(commands)",
      ])
      try #require(made.status == 0, "\(made.errors)")
      try pvkit("patch", "lock", "--kit", kit, tree).expectOneError(containing: words)
      #expect(try Command.run(["cat", kit + "/../victim"]).output == "precious\n")
    }
  }

  /// The lock that is there may be damaged: that is why it is made anew.
  @Test func locksOverADamagedLock() throws {
    try PatchTree.with { (tree, kit) throws in
      let file = kit + "/releases/2.6.18.lock"
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      let whole = try String(contentsOfFile: file, encoding: .utf8)
      for damaged in ["", "x", whole.replacing("release", with: "Release"), whole + "#\n"] {
        try damaged.write(toFile: file, atomically: false, encoding: .utf8)
        try pvkit("patch", "status", "--kit", kit, tree)
          .expectOneError(containing: "recreate it with pvkit patch lock")
        #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == whole)
      }
    }
  }

  /// The files of a release do not change: what another tree has is not locked over what is there,
  /// unless that is asked for; of several trees, none is.
  @Test func keepsALockOfOtherFiles() throws {
    try PatchTree.with { (tree, kit) throws in
      let file = kit + "/releases/2.6.18.lock"
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      let good = PatchTree.text(file)
      // The lock of another release may be damaged meanwhile.
      try "x".write(toFile: kit + "/releases/2.6.19.lock", atomically: false, encoding: .utf8)
      try PatchTree.put(
        [
          "Makefile": "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\n",
          "a.c": "int one;\nint mine;\n",
        ],
        in: kit + "/../other")
      let run = try pvkit("patch", "lock", "--kit", kit, tree, kit + "/../other")
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(
        run.errors
          == "pvkit: \(kit)/../other: has other files than the tree in which Linux 2.6.18 was "
          + "locked, but a release's files never change: a.c; take the release from kernel.org, or "
          + "replace \(file) with --force\n")
      #expect(PatchTree.text(file) == good)
      #expect(try pvkit("patch", "lock", "--force", "--kit", kit, kit + "/../other").status == 0)
      #expect(PatchTree.text(file) != good)
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 1)
    }
  }

  /// An entry may change without the tree's files.
  @Test func locksAnEntryAgainThatWasChanged() throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      let entry = PatchTree.entry + "Until: 2.6.18\nedit a.c\nfind: int\nreplace: long\n"
      try PatchTree.put(["one/0100-a/entry": entry], in: kit)
      for command in ["status", "apply", "audit"] {
        let run = try pvkit("patch", command, "--kit", kit, tree)
        #expect(
          run.errors.contains(
            "pvkit: note: \(tree): new or changed since Linux 2.6.18 was locked: \(kit)/one/0100-a/entry; check what changed, then run: pvkit patch lock --kit \(kit) \(tree)\n"
          ),
          "\(run.errors)")
      }
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      #expect(try pvkit("patch", "status", "--kit", kit, tree).errors.isEmpty)
    }
  }
}
