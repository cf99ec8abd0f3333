// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch apply`: what is done, and what is said of it.
@Suite struct PatchApplyTests {
  @Test func appliesAndReverts() throws {
    try PatchTree.with { (tree, kit) throws in
      let apply = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(apply.status == 0)
      #expect(apply.errors.isEmpty)
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
      #expect(nothing.output == "Linux 2.6.18: no entry of the kit is applied\n")
      #expect(try String(contentsOfFile: tree + "/a.c", encoding: .utf8) == "int one;\n")
    }
  }

  /// A trial names each file, writes none, and is right.
  @Test func aTrialListsItsFiles() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "series": "one/0100-a\none/0110-b\ntwo/0200-b\n",
          "one/0110-b/entry": PatchTree.entry + "new b.c\n", "one/0110-b/files/b.c": "int b;\n",
        ], in: kit)
      func lines(_ command: String) throws -> [Substring] {
        let run = try pvkit("patch", command, "--dry-run", "--kit", kit, tree)
        #expect(run.status == 0, "\(run.errors)")
        return run.output.split(separator: "\n").filter { $0.hasPrefix("to be ") }
      }
      #expect(try lines("apply") == ["to be written: a.c", "to be written: b.c"])
      #expect(PatchTree.text(tree + "/a.c") == "int one;\n" && PatchTree.text(tree + "/b.c") == nil)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      #expect(try lines("apply") == [])
      #expect(try lines("revert") == ["to be written: a.c", "to be removed: b.c"])
      #expect(PatchTree.text(tree + "/a.c") == "int two;\n" && PatchTree.text(tree + "/b.c") != nil)
    }
  }

  @Test func refusesInOneLine() throws {
    try PatchTree.with { (tree, kit) throws in
      try "int many;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let run = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(run.status == 3)
      // What to do, once for all of them, and each that does not fit.
      let lines = run.errors.split(separator: "\n")
      try #require(lines.count == 2, "\(run.errors)")
      #expect(
        lines[0].hasPrefix("pvkit: note: \(tree): for anchors that were not found: check what"))
      #expect(lines[1].hasPrefix("pvkit: a.c: \"one\" not found"))
      #expect(run.output.contains("1 refused, 1 not for this release; 0 files written"))
      #expect(try pvkit("patch", "status", "--kit", kit, tree).status == 1)
      try pvkit("patch", "export", "--diff", "--kit", kit, tree)
        .expectOneError(containing: "\"one\" not found")
    }
  }

  @Test func saysWhenNothingIsForTheRelease() throws {
    try PatchTree.with { (tree, kit) throws in
      let run = try pvkit("patch", "apply", "--only", "two", "--kit", kit, tree)
      #expect(run.status == 3)
      _ = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(try pvkit("patch", "apply", "--only", "two", "--kit", kit, tree).status == 3)
      #expect(run.errors.contains("no entry for Linux 2.6.18 in: two"))
    }
  }

  /// What was printed before a complaint comes before it where both go to one place.
  @Test func complaintsComeBehindWhatWasPrinted() throws {
    try PatchTree.with { (tree, kit) throws in
      let apply = "\(Places.pvkit) patch apply --only one --only two --kit '\(kit)' '\(tree)'"
      let both = try Command.run(["sh", "-c", apply + " 2>&1"]).output
      let lines = both.split(separator: "\n").map(String.init)
      try #require(lines.count == 4, "\(both)")
      #expect(lines[2].hasPrefix("Linux 2.6.18: 2 entries: 1 applied"))
      #expect(lines[3] == "pvkit: no entry for Linux 2.6.18 in: two")
    }
  }

  /// What was done stays done, and the exit code says so, where only the message of it is lost.
  @Test(arguments: [">/dev/full", ">&-", "pipe"]) func aMessageThatIsLost(_ output: String) throws {
    try PatchTree.with { (tree, kit) throws in
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
}
