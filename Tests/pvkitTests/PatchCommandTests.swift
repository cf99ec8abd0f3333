// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct PatchCommandTests {
  /// A tree of two files and a kit of two entries, of which one is for a later release.
  private func withTree(_ body: (_ tree: String, _ kit: String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let entry = "Subject: s\nReason: r\nOrigin: own\n"
      let files = [
        "tree/Makefile": "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\n",
        "tree/a.c": "int one;\n",
        "kit/kit": "Xen: 4.17\n",
        "kit/releases/2.6.18": "Architecture x86_64: port\n",
        "kit/releases/2.6.19": "Architecture x86_64: port\n",
        "kit/series": "one/0100-a\ntwo/0200-b\n",
        "kit/one/0100-a/entry": entry + "Until: 2.6.18\nedit a.c\nfind: one\nreplace: two\n",
        "kit/two/0200-b/entry": entry + "Since: 2.6.19\nedit a.c\nfind: one\nreplace: two\n",
      ]
      for (path, text) in files {
        let place = URL(filePath: folder + "/" + path)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place)
      }
      try body(folder + "/tree", folder + "/kit")
    }
  }

  @Test func appliesAndReverts() throws {
    try withTree { (tree, kit) throws in
      let apply = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(apply.status == 0)
      #expect(apply.errors == "pvkit: no entry for Linux 2.6.18 in: two\n")
      #expect(
        apply.output == """
          applied               one/0100-a  s
          not for this release  two/0200-b  s
          Linux 2.6.18: 2 entries: 1 applied, 0 refused, 1 not for this release; 1 file written

          """)
      #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == "int two;\n")
      let again = try pvkit("patch", "apply", "--kit", kit, "--format", "json", tree).output
      let object = try JSONSerialization.jsonObject(with: Data(again.utf8)) as? [String: Any]
      let counts = try #require(object?["counts"] as? [String: Int])
      #expect(counts == ["already there": 1, "not for this release": 1])
      #expect(try pvkit("patch", "status", "--kit", kit, tree).status == 0)
      #expect(try pvkit("patch", "revert", "--kit", kit, tree).status == 0)
      let nothing = try pvkit("patch", "revert", "--kit", kit, tree)
      #expect(nothing.output == "Linux 2.6.18: nothing of the kit is on the tree\n")
      #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == "int one;\n")
    }
  }

  /// Whatever reads a kit first undoes what a killed `patch new` left of it.
  @Test(arguments: 1...6) func aKitThatAKilledRunLeft(rename: Int) throws {
    try withTree { (tree, kit) throws in
      let before = try Snapshot(kit)
      _ = try Command.run([
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename",
        "-e", "inject=rename:signal=KILL:when=\(rename)", Places.pvkit, "patch", "new", "--kit",
        kit,
        "one", "mine",
      ])
      let status = try pvkit("patch", "status", "--kit", kit, tree)
      let after = try Snapshot(kit)
      #expect(after == after.finished)
      // From the last rename on, the entry is there, and is to be filled in.
      if after == before { #expect(status.status == 0, "\(status.errors)") }
    }
  }

  /// What was done stays done, and the exit code says so, where only the message of it is lost.
  @Test(arguments: [">/dev/full", ">&-", "pipe"]) func aMessageThatIsLost(_ output: String) throws {
    try withTree { (tree, kit) throws in
      func run(_ words: String, _ says: String, status: Int32 = 0) throws {
        let pvkit = "\(Places.pvkit) patch \(words)"
        // The only reader is closed before pvkit runs.
        let pipe = "mkfifo p; exec 3<>p 4>p 3>&-; rm p; \(pvkit) >&4"
        let command =
          "cd '\(kit)/..'; \(output == "pipe" ? pipe : "\(pvkit) \(output)"); echo $? >'\(kit).rc'"
        let result = try Command.run(["bash", "-c", command])
        let code = try String(contentsOfFile: kit + ".rc", encoding: .utf8)
        #expect(code == "\(status)\n", "\(words): \(result.errors)")
        #expect(result.errors.contains(says), "\(words): \(result.errors)")
        #expect(result.errors.contains("cannot write the output"), "\(words): \(result.errors)")
      }
      func text() throws -> String { try String(contentsOfFile: tree + "/a.c", encoding: .utf8) }
      let common = "--kit '\(kit)' '\(tree)'"
      try run("lock \(common)", "2.6.18.lock is written; only the message is lost")
      try run("apply \(common)", "the kit is applied; only the message is lost")
      #expect(try text() == "int two;\n")
      try run("apply --format json \(common)", "the kit is applied; only the message is lost")
      try run("revert \(common)", "the kit is removed; only the message is lost")
      #expect(try text() == "int one;\n")
      try run("new --kit '\(kit)' one more", "one/0110-more/entry is written; only the message")
      if output == ">/dev/full" {
        // Where the output is what was asked for, it is a failure.
        try FileManager.default.removeItem(atPath: kit + "/one/0110-more")
        try "one/0100-a\ntwo/0200-b\n".write(
          toFile: kit + "/series", atomically: false, encoding: .utf8)
        try run("apply --dry-run \(common)", "pvkit: cannot write", status: 3)
        try run("export --diff \(common)", "pvkit: cannot write", status: 3)
        try run("status \(common)", "pvkit: cannot write", status: 3)
        #expect(try text() == "int one;\n")
      }
    }
  }

  @Test func refusesInOneLine() throws {
    try withTree { (tree, kit) throws in
      try "int many;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let run = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(run.status == 3)
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(run.errors.contains("a.c: \"one\" not found"))
      #expect(run.output.contains("1 refused, 1 not for this release; 0 files written"))
      #expect(try pvkit("patch", "status", "--kit", kit, tree).status == 1)
      try pvkit("patch", "export", "--diff", "--kit", kit, tree)
        .expectOneError(containing: "\"one\" not found")
    }
  }

  @Test func saysWhatWasChangedSince() throws {
    try withTree { (tree, kit) throws in
      _ = try pvkit("patch", "apply", "--kit", kit, tree)
      try "int mine;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let status = try pvkit("patch", "status", "--kit", kit, tree)
      #expect(status.status == 1 && status.output.contains("changed by hand: a.c"))
      #expect(status.output.contains("; 1 file changed by hand\n"))
      let diff = try pvkit("patch", "status", "--diff", "--kit", kit, tree)
      #expect(diff.status == 1 && diff.output.hasSuffix("-int two;\n+int mine;\n"))
      try pvkit("patch", "revert", "--kit", kit, tree)
        .expectOneError(containing: "a.c: was changed since pvkit wrote it")
    }
  }

  @Test func saysWhenNothingIsForTheRelease() throws {
    try withTree { (tree, kit) throws in
      let run = try pvkit("patch", "apply", "--only", "two", "--kit", kit, tree)
      #expect(run.status == 3)
      _ = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(try pvkit("patch", "apply", "--only", "two", "--kit", kit, tree).status == 3)
      #expect(run.errors.contains("no entry for Linux 2.6.18 in: two"))
    }
  }

  @Test func wantsKnownGroupsAndOneWayToExport() throws {
    try withTree { (tree, kit) throws in
      #expect(try pvkit("patch", "apply", "--only", "thre", "--kit", kit, tree).status == 2)
      #expect(try pvkit("patch", "export", "--kit", kit, tree).status == 2)
      #expect(try pvkit("patch", "export", "--diff", "--mbox", "x", tree).status == 2)
    }
  }

  /// What was printed before a complaint comes before it where both go to one place.
  @Test func complaintsComeBehindWhatWasPrinted() throws {
    try withTree { (tree, kit) throws in
      let apply = "\(Places.pvkit) patch apply --kit '\(kit)' '\(tree)'"
      let both = try Command.run(["sh", "-c", apply + " 2>&1"]).output
      let lines = both.split(separator: "\n").map(String.init)
      try #require(lines.count == 4, "\(both)")
      #expect(lines[2].hasPrefix("Linux 2.6.18: 2 entries: 1 applied"))
      #expect(lines[3] == "pvkit: no entry for Linux 2.6.18 in: two")
    }
  }

  @Test func theKitMayBeTheEnvironments() throws {
    try withTree { (tree, kit) throws in
      let one = try pvkit("patch", "show", environment: ["PVKIT_KIT": kit])
      #expect(one.output.hasPrefix("one/0100-a"))
      let other = try pvkit("patch", "show", "--kit", kit, environment: ["PVKIT_KIT": tree])
      #expect(other.output == one.output)
      #expect(try pvkit("patch", "show", environment: ["PVKIT_KIT": tree]).status == 3)
      let own = try pvkit("patch", "show", environment: ["PVKIT_KIT": ""])
      #expect(own.output.contains("toolchain/0100-"))
    }
  }

  /// By what is plain, as long as one entry alone is called so.
  @Test func anEntryIsMeantByItsName() throws {
    try withTree { (tree, kit) throws in
      for name in ["a", "0100", "0100-a", "one/0100-a"] {
        let show = try pvkit("patch", "show", "--kit", kit, name)
        #expect(show.output.hasPrefix("one/0100-a: s\n"), "\(name): \(show.errors)")
        let only = try pvkit("patch", "apply", "--dry-run", "--kit", kit, "--only", name, tree)
        #expect(only.output.contains("1 entry: 1 would be applied"), "\(name): \(only.errors)")
      }
      #expect(try pvkit("patch", "new", "--kit", kit, "two", "a").status == 0)
      for command in [["show", "a"], ["status", "--only", "a", tree]] {
        let run = try Command.run([Places.pvkit, "patch"] + command + ["--kit", kit])
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.contains("2 entries are called \"a\": one/0100-a, two/0210-a"))
      }
      // A group is what it was.
      let group = try pvkit("patch", "status", "--only", "two", "--kit", kit, tree).output
      #expect(group.contains("two/0200-b") && group.contains("two/0210-a"))
    }
  }

  @Test func explains() throws {
    try withTree { (_, kit) throws in
      #expect(try pvkit("patch", "explain", "--kit", kit).output.split(separator: "\n").count == 2)
      let one = try pvkit("patch", "explain", "--kit", kit, "0100").output
      #expect(one.hasPrefix("one/0100-a: s\n\nr\n\norigin    own\n"))
      #expect(one.hasSuffix("1 edit  a.c\n\n    edit a.c\n    find: one\n    replace: two\n"))
      let none = try pvkit("patch", "explain", "--kit", kit, "one/0100")
      #expect(none.status == 2 && none.errors.contains("nearest: one/0100-a"))
    }
  }

  @Test func beginsANewEntry() throws {
    try withTree { (_, kit) throws in
      let run = try pvkit("patch", "new", "--kit", kit, "one", "more")
      #expect(run.output == "\(kit)/one/0110-more/entry\n")
      #expect(try pvkit("patch", "explain", "--kit", kit, "more").status == 0)
      #expect(try pvkit("patch", "explain", "--kit", kit, "0110").status == 0)
    }
  }

  /// Entries, and then the vmlinux, with the exit code of the worse.
  @Test func checksTheChain() throws {
    try withTree { (tree, kit) throws in
      let bare = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(bare.status == 0 && bare.errors.contains("vmlinux does not exist"))
      #expect(bare.output.hasSuffix("\n\(tree): entries: no findings\n"))
      try FileManager.default.copyItem(
        atPath: try DebianImages.linuxCloud(), toPath: tree + "/vmlinux")
      let built = try pvkit("patch", "check", "--kit", kit, "--format", "json", tree)
      let objects = try built.objects()
      try #require(objects.count == 4)
      #expect(objects[0]["counts"] != nil && objects[1]["verdicts"] != nil)
      #expect(objects[2]["structures"] != nil && objects[3]["classes"] != nil)
    }
  }

  /// The headers of a tree are verified before anything is built, and no later.
  @Test func verifiesTheHeadersOfATreeThatIsNotBuilt() throws {
    try withTree { (tree, kit) throws in
      let entry = "Subject: s\nReason: r\nOrigin: own\nUntil: 2.6.18\n"
      let steps =
        "generate headers include/xen/interface/xen.h\n"
        + "generate notes include/asm-x86_64/xen/hypervisor.h\n"
      try (entry + steps).write(
        toFile: kit + "/one/0100-a/entry", atomically: false, encoding: .utf8)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let right = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(right.status == 0, "\(right.errors)")
      #expect(right.output.hasSuffix("\n\(tree): entries, headers: no findings\n"))
      let header = tree + "/include/xen/interface/xen.h"
      let text = try String(contentsOfFile: header, encoding: .utf8)
      let spoilt = text.replacing("#define __HYPERVISOR_mmu_update", with: "#define X")
      try (spoilt + "\n#define __HYPERVISOR_mmu_update 77\n").write(
        toFile: header, atomically: false, encoding: .utf8)
      let wrong = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(wrong.status == 1, "\(wrong.errors)")
      #expect(wrong.output.hasSuffix("\n\(tree): entries, headers: findings, see above\n"))
    }
  }

  /// A mailbox may be somebody's own; the author of its mails is who is named.
  @Test func aMailboxIsNotReplacedSilently() throws {
    try withTree { (tree, kit) throws in
      let box = kit + "/../box"
      let export = [Places.pvkit, "patch", "export", "--kit", kit, "--mbox", box, tree]
      #expect(try Command.run(export).status == 0)
      let text = try String(contentsOfFile: box, encoding: .utf8)
      #expect(text.contains("\nFrom: pvkit <pvkit@localhost>\n"))
      #expect(
        text.contains("\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"))
      try Command.run(export + ["--from", "A U Thor <a@b.c>"])
        .expectOneError(containing: "is there already, and not empty; name another file")
      #expect(try String(contentsOfFile: box, encoding: .utf8) == text)
      let forced = try Command.run(export + ["--force", "--from", "A U Thor <a@b.c>"])
      #expect(forced.status == 0, "\(forced.errors)")
      #expect(
        try String(contentsOfFile: box, encoding: .utf8).contains("\nFrom: A U Thor <a@b.c>\n"))
      for author in ["a", "a@b.c", "<a@b.c>", "A <>", "A <a>\nB: c", "A <a> <b>"] {
        #expect(try Command.run(export + ["--force", "--from", author]).status == 2, "\(author)")
      }
    }
  }

  /// What is generated is in a patch whole; its header says what makes it, and that does.
  @Test func anExportSaysHowItsFilesAreMade() throws {
    try withTree { (tree, kit) throws in
      let entry = "Subject: s\nReason: r\nOrigin: own\nUntil: 2.6.18\n"
      let steps =
        "generate headers h/xen.h interface 0x00030205 only sched,xen\n"
        + "generate shims s.h include <a.h>,b.h\ngenerate shims s.S style asm mode hvm\n"
        + "generate notes n.S\n"
      try (entry + steps).write(
        toFile: kit + "/one/0100-a/entry", atomically: false, encoding: .utf8)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let folder = kit + "/../q"
      #expect(
        try pvkit("patch", "export", "--kit", kit, "--quilt", folder, tree).status == 0)
      let patch = try String(contentsOfFile: folder + "/0100-a.patch", encoding: .utf8)
      let lines = patch.split(separator: "\n").filter { $0.hasPrefix("X-Generated: ") }
      try #require(lines.count == 4, "\(lines)")
      for line in lines {
        let words = line.dropFirst("X-Generated: ".count).split(separator: ", by pvkit ")
        try #require(words.count == 2)
        let made = try Command.run(["sh", "-c", "\(Places.pvkit) \(words[1])"])
        #expect(made.status == 0, "\(line): \(made.errors)")
        let there = try String(contentsOfFile: tree + "/" + words[0], encoding: .utf8)
        #expect(made.output == there, "\(line)")
      }
    }
  }

  /// What the configuration was asked for and does not have, as the kernel's build left it.
  @Test func reportsMissingOptions() throws {
    try withTree { (tree, kit) throws in
      #expect(!(try pvkit("patch", "check", "--kit", kit, tree).errors.contains("asked for")))
      try Data("CONFIG_SMP=y\n# no option\nCONFIG_NR_CPUS=8\n".utf8)
        .write(to: URL(fileURLWithPath: tree + "/.config.missing"))
      let run = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(
        run.errors.contains(
          "asked for, and not in the configuration of a Xen guest: SMP, NR_CPUS\n"))
    }
  }

  /// What a group knows to be right is left out, and told by its number.
  @Test func leavesOutWhatTheKitKnowsToBeRight() throws {
    try withTree { (tree, kit) throws in
      try FileManager.default.copyItem(
        atPath: try DebianImages.hvmloader(), toPath: tree + "/vmlinux")
      func check() throws -> (found: Int, suppressed: Int, stale: Int) {
        let run = try pvkit("patch", "check", "--kit", kit, "--format", "json", tree)
        #expect(run.errors.contains("has no types (CONFIG_DEBUG_INFO)"))
        let code = try #require(try run.objects().last)
        let counts = try #require(code["counts"] as? [String: Int])
        return (
          (counts["error"] ?? 0) + (counts["warning"] ?? 0),
          try #require(code["suppressed"] as? Int), try #require(code["stale"] as? [Any]).count
        )
      }
      let before = try check()
      try #require(before.found > 0 && before.suppressed == 0)
      // The last line covers nothing, which is a finding. The other file is for other releases.
      let folder = kit + "/suppressions/x86_64"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let file = folder + "/all"
      try "* cli as it should be\n".write(
        toFile: folder + "/2.6.19-", atomically: false, encoding: .utf8)
      try "* hlt as it should be\nnobody cli once\n".write(
        toFile: file, atomically: false, encoding: .utf8)
      let after = try check()
      #expect(after.suppressed > 0 && after.stale == 1)
      #expect(before.found == after.found + after.suppressed)
      let text = try pvkit("patch", "audit", "--kit", kit, tree).output
      #expect(text.contains("stale: \(file):2: nobody cli covers nothing\n"))
      try "* hlt\n".write(toFile: file, atomically: false, encoding: .utf8)
      let wrong = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(wrong.status == 3 && wrong.errors.contains("x86_64/all: line 1 has no reason"))
    }
  }

  /// Installed, pvkit finds its kit from wherever it is called.
  @Test func findsTheInstalledKit() throws {
    try withTree { (_, kit) throws in
      let prefix = kit + "/../prefix"
      for folder in ["/bin", "/share/pvkit"] {
        try FileManager.default.createDirectory(
          atPath: prefix + folder, withIntermediateDirectories: true)
      }
      try FileManager.default.copyItem(atPath: kit, toPath: prefix + "/share/pvkit/patches")
      // By another process: a program that this one has open for writing cannot be run.
      #expect(try Command.run(["cp", Places.pvkit, prefix + "/bin/pvkit"]).status == 0)
      let run = try Command.run(["env", "-C", "/", prefix + "/bin/pvkit", "patch", "explain"])
      #expect(run.output.hasPrefix("one/0100-a  -2.6.18"), "\(run.errors)")
      let own = try pvkit("patch", "explain").output
      #expect(own.contains("toolchain/0100-"))
    }
  }

  /// Locked, and then in the matrix; a tree in a column of its own.
  /// Of releases in one line, where it is the same.
  @Test func namesOnceWhatSeveralReleasesWereLockedWith() throws {
    try withTree { (tree, kit) throws in
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

  @Test func locksAReleaseAndShowsTheMatrix() throws {
    try withTree { (tree, kit) throws in
      let before = try pvkit("patch", "status", "--matrix", "--kit", kit)
      #expect(before.status == 1 && before.output.contains("one/0100-a  -       .\n"))
      #expect(before.output.contains("- the release was never locked\n"))
      let lock = try pvkit("patch", "lock", "--kit", kit, tree)
      #expect(lock.output == "\(kit)/releases/2.6.18.lock\n")
      try "int many;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let after = try pvkit("patch", "status", "--matrix", "--kit", kit, tree)
      #expect(after.status == 1 && after.output.contains("one/0100-a  +       .       X\n"))
      #expect(after.output.contains("proven      .       .       .\n"))
      let json = try pvkit("patch", "status", "--matrix", "--kit", kit, "--format", "json")
      #expect(json.output.contains("\"not needed\""))
      #expect(try pvkit("patch", "status", "--kit", kit).status == 2)
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
    try withTree { (tree, kit) throws in
      let made = try Command.run([
        "sh", "-ec", "cd \(kit); echo precious > ../victim; \(commands)",
      ])
      try #require(made.status == 0, "\(made.errors)")
      try pvkit("patch", "lock", "--kit", kit, tree).expectOneError(containing: words)
      #expect(try Command.run(["cat", kit + "/../victim"]).output == "precious\n")
    }
  }

  /// What the tables leave out stands below them: an entry that is gone since, with exit code 1.
  @Test func theMatrixNamesWhatIsGone() throws {
    try withTree { (tree, kit) throws in
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

  /// A kit of which no lock can be read comes off a tree all the same.
  @Test func revertsWithoutReadingALock() throws {
    try withTree { (tree, kit) throws in
      let before = try String(contentsOfFile: tree + "/a.c", encoding: .utf8)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      try "x".write(toFile: kit + "/releases/2.6.18.lock", atomically: false, encoding: .utf8)
      #expect(try pvkit("patch", "status", "--kit", kit, tree).status == 3)
      let run = try pvkit("patch", "revert", "--kit", kit, tree)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == before)
    }
  }

  /// Every command says in one line that the kit does not know a release, and ends with 3.
  @Test(arguments: [
    "status", "check", "apply", "export --diff", "export --mbox m", "lock", "prove",
  ])
  func refusesAnUnknownRelease(_ command: String) throws {
    try withTree { (tree, kit) throws in
      try "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 21\nEXTRAVERSION =\n".write(
        toFile: tree + "/Makefile", atomically: false, encoding: .utf8)
      let words = ["patch"] + command.split(separator: " ").map(String.init)
      try Command.run([Places.pvkit] + words + ["--kit", kit, tree])
        .expectOneError(containing: "is Linux 2.6.21, which the kit does not know")
    }
  }

  /// A usage error is one in every format, and a wrong group is never passed over.
  @Test(arguments: [
    "status --matrix --only nope", "status --matrix --diff", "status --diff --format json",
    "apply --only nope",
  ])
  func refusesWordsThatDoNotGoTogether(_ command: String) throws {
    try withTree { (tree, kit) throws in
      let words = ["patch"] + command.split(separator: " ").map(String.init)
      let run = try Command.run([Places.pvkit] + words + ["--kit", kit, tree])
      #expect(run.status == 2 && run.output.isEmpty, "\(run.errors)")
    }
  }

  @Test func theMatrixIsOfTheGroupsThatAreAskedFor() throws {
    try withTree { (tree, kit) throws in
      let run = try pvkit("patch", "status", "--matrix", "--only", "two", "--kit", kit)
      #expect(run.output.contains("two/0200-b") && !run.output.contains("one/0100-a"))
      let both = try pvkit("patch", "status", "--matrix", "--only", "two", "--kit", kit, tree)
      #expect(both.output.contains("two/0200-b") && !both.output.contains("one/0100-a"))
    }
  }

  @Test func aNewEntryHasAGroupAndAName() throws {
    try withTree { (_, kit) throws in
      #expect(try pvkit("patch", "new", "--kit", kit, "three", "a").status == 2)
      #expect(try pvkit("patch", "new", "--kit", kit, "one", "A b").status == 2)
      #expect(try pvkit("patch", "new", "--kit", kit, "one", "").status == 2)
    }
  }

  /// In JSON, too.
  @Test(arguments: [
    ["show"], ["status", "--matrix"], ["status", "TREE"], ["apply", "TREE"], ["revert", "TREE"],
    ["audit", "TREE"], ["status", "--matrix", "TREE"],
  ])
  func saysInJSONWhyItFailed(_ command: [String]) throws {
    try withTree { (tree, kit) throws in
      try "x".write(toFile: kit + "/series", atomically: false, encoding: .utf8)
      let words = command.map { $0 == "TREE" ? tree : $0 }
      let run = try Command.run(
        [Places.pvkit, "patch"] + words + ["--kit", kit, "--format", "json"])
      #expect(run.status == 3)
      let error = try #require(try run.document()["error"] as? String)
      #expect(error.contains("series:1: must be") && run.errors == "pvkit: \(error)\n")
    }
  }

  /// The lock that is there may be damaged: that is why it is made anew.
  @Test func locksOverADamagedLock() throws {
    try withTree { (tree, kit) throws in
      let file = kit + "/releases/2.6.18.lock"
      #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
      let whole = try String(contentsOfFile: file, encoding: .utf8)
      for damaged in ["", "x", whole.replacing("release", with: "Release"), whole + "#\n"] {
        try damaged.write(toFile: file, atomically: false, encoding: .utf8)
        try pvkit("patch", "status", "--kit", kit, tree)
          .expectOneError(containing: "make it anew with pvkit patch lock")
        #expect(try pvkit("patch", "lock", "--kit", kit, tree).status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == whole)
      }
    }
  }

  /// What is on the tree is taken off, whatever is to be built now.
  @Test func revertsForAnyARCH() throws {
    try withTree { (tree, kit) throws in
      for name in ["i386", "powerpc"] {
        #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
        let run = try Command.run(
          ["env", "ARCH=\(name)", Places.pvkit, "patch", "revert", "--kit", kit, tree])
        #expect(run.status == 0 && run.output.contains("1 entry: 1 reverted"), "\(run.errors)")
        #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == "int one;\n")
      }
    }
  }

  /// By ARCH, or by the tree's configuration.
  @Test func refusesAProcessorThatPvkitLacks() throws {
    try withTree { (tree, kit) throws in
      let words =
        "is to be built for powerpc, for which the kit has nothing in Linux 2.6.18; "
        + "build it with ARCH=x86_64"
      for command in ["status", "apply", "audit"] {
        try Command.run(
          ["env", "ARCH=powerpc", Places.pvkit, "patch", command, "--kit", kit, tree]
        ).expectOneError(containing: words)
      }
      for symbol in ["PPC64", "UML", "X86_32"] {
        try "CONFIG_X86=y\nCONFIG_\(symbol)=y\n".write(
          toFile: tree + "/.config", atomically: false, encoding: .utf8)
        try pvkit("patch", "status", "--kit", kit, tree).expectOneError(
          containing: "is to be built for \(symbol == "X86_32" ? "i386" : symbol), for which")
        #expect(
          try Command.run(
            ["env", "ARCH=x86_64", Places.pvkit, "patch", "status", "--kit", kit, tree]
          ).status == 0)
      }
    }
  }

  /// ARCH is the environment's, as for the kernel's make; --arch wins.
  @Test func refusesAnArchitectureThatTheKitLacks() throws {
    try withTree { (tree, kit) throws in
      let apply = [Places.pvkit, "patch", "apply", "--kit", kit, tree]
      let i386 = try Command.run(["env", "ARCH=i386"] + apply)
      i386.expectOneError(containing: "is to be built for i386, for which the kit has nothing")
      #expect(try Command.run(["env", "ARCH=i386"] + apply + ["--arch", "x86_64"]).status == 0)
    }
  }
}
