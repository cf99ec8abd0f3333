// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch revert`: the record is enough.
@Suite struct PatchRevertTests {
  /// A kit of which no lock can be read comes off a tree all the same.
  @Test func revertsWithoutReadingALock() throws {
    try PatchTree.with { (tree, kit) throws in
      let before = try String(contentsOfFile: tree + "/a.c", encoding: .utf8)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      try "x".write(toFile: kit + "/releases/2.6.18.lock", atomically: false, encoding: .utf8)
      #expect(try pvkit("patch", "status", "--kit", kit, tree).status == 3)
      let run = try pvkit("patch", "revert", "--kit", kit, tree)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == before)
    }
  }

  /// What is on the tree is taken off, whatever is to be built now.
  @Test func revertsForAnyARCH() throws {
    try PatchTree.with { (tree, kit) throws in
      for name in ["i386", "powerpc"] {
        #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
        let run = try Command.run(
          ["env", "ARCH=\(name)", Places.pvkit, "patch", "revert", "--kit", kit, tree])
        #expect(run.status == 0 && run.output.contains("1 entry: 1 reverted"), "\(run.errors)")
        #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == "int one;\n")
      }
    }
  }

  /// What is on the tree has no other architecture than it was applied for.
  @Test func saysThatTheArchitectureDoesNotMatter() throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let run = try pvkit("patch", "revert", "--arch", "x86_64", "--kit", kit, tree)
      #expect(run.status == 0 && run.errors.hasPrefix("pvkit: note: --arch is ignored: "))
      #expect(PatchTree.text(tree + "/a.c") == "int one;\n")
    }
  }

  /// Taking all of it off takes no more than the record: whatever became of the kit, or where it was.
  @Test(arguments: ["echo x >> one/0100-a/entry", "rm series", "rm -r ."])
  func revertsWithoutTheKit(
    _ harm: String
  ) throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      _ = try Command.run([
        "sh", "-c", "cd '\(kit)' && \(harm.replacing("-r .", with: "-r '\(kit)'"))",
      ])
      for command in ["status", "apply", "revert --only one"] {
        let words = command.split(separator: " ").map(String.init)
        let run = try Command.run([Places.pvkit, "patch"] + words + ["--kit", kit, tree])
        #expect(run.status == 3, "\(command): \(run.errors)")
      }
      let run = try pvkit("patch", "revert", "--kit", kit, tree)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.hasPrefix("pvkit: note: the kit cannot be read, and is not needed: "))
      #expect(run.output.contains("reverted  one/0100-a  known only from the record\n"))
      #expect(PatchTree.text(tree + "/a.c") == "int one;\n")
      // Without a record, there is nothing that could be known.
      #expect(try pvkit("patch", "revert", "--kit", kit, tree).status == 3)
    }
  }

  /// Of what was asked for there may be nothing, beside others.
  @Test func saysOfWhatNothingIsOnTheTree() throws {
    try PatchTree.with { (tree, kit) throws in
      let bare = try pvkit("patch", "revert", "--only", "two", "--kit", kit, tree)
      #expect(bare.output == "Linux 2.6.18: no entry of the kit is applied\n")
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let other = try pvkit("patch", "revert", "--only", "two", "--kit", kit, tree)
      #expect(other.output == "Linux 2.6.18: no chosen entry is applied\n")
      #expect(other.errors == "pvkit: note: \(tree): still applied: one/0100-a\n")
    }
  }

  /// By the name of a group or an entry that the kit no longer has, as the record knows it.
  @Test(arguments: ["one", "one/0100-a", "0100", "0100-a", "a"]) func takesOffWhatTheKitNoLongerHas(
    _ name: String
  ) throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      try FileManager.default.removeItem(atPath: kit + "/one")
      try PatchTree.put(["series": "two/0200-b\n"], in: kit)
      #expect(try pvkit("patch", "status", "--only", name, "--kit", kit, tree).status == 2)
      let run = try pvkit("patch", "revert", "--only", name, "--kit", kit, tree)
      #expect(run.status == 0 && run.output.contains("reverted  one/0100-a"), "\(run.errors)")
      #expect(PatchTree.text(tree + "/a.c") == "int one;\n")
    }
  }

  /// A directory of the kit's that cannot be removed at the end is named.
  @Test func namesADirectoryThatIsLeft() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "one/0100-a/entry": PatchTree.entry + "Until: 2.6.18\nnew d/a.h\n",
          "one/0100-a/files/d/a.h": "int a;\n",
        ], in: kit)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let run = try Command.run([
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rmdir", "-e",
        "inject=rmdir:error=EACCES:when=1", Places.pvkit, "patch", "revert", "--kit", kit, tree,
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        run.errors.contains(
          "tree/d: is empty, but cannot be removed: Permission denied"),
        "\(run.errors)")
    }
  }

  /// What the kit's build left in the tree goes with what made it, and not before.
  @Test func removesTheListOfMissingOptions() throws {
    try PatchTree.with { (tree, kit) throws in
      let maker = "scripts/xen-config-missing"
      try PatchTree.put(
        [
          "one/0100-a/entry": PatchTree.entry + "Until: 2.6.18\nnew \(maker)\n",
          "one/0100-a/files/\(maker)": "#!/bin/sh\n",
        ], in: kit)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      try PatchTree.put([".config.missing": "CONFIG_SMP=y\n"], in: tree)
      #expect(try pvkit("patch", "revert", "--dry-run", "--kit", kit, tree).status == 0)
      #expect(PatchTree.text(tree + "/.config.missing") != nil)
      let run = try pvkit("patch", "revert", "--kit", kit, tree)
      #expect(
        run.errors
          == "pvkit: note: \(tree)/.config.missing: removed; a build with the kit wrote it\n")
      #expect(PatchTree.text(tree + "/.config.missing") == nil)
      // Of nobody's.
      try PatchTree.put([".config.missing": "CONFIG_SMP=y\n"], in: tree)
      #expect(try pvkit("patch", "revert", "--kit", kit, tree).errors.isEmpty)
      #expect(PatchTree.text(tree + "/.config.missing") != nil)
    }
  }
}
