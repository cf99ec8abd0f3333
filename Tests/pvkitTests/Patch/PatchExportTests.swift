// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch export`.
@Suite struct PatchExportTests {
  @Test func wantsKnownGroupsAndOneWayToExport() throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(try pvkit("patch", "apply", "--only", "thre", "--kit", kit, tree).status == 2)
      #expect(try pvkit("patch", "export", "--kit", kit, tree).status == 2)
      #expect(try pvkit("patch", "export", "--diff", "--mbox", "x", tree).status == 2)
    }
  }

  /// A mailbox may be somebody's own; the author of its mails is who is named.
  @Test func aMailboxIsNotReplacedSilently() throws {
    try PatchTree.with { (tree, kit) throws in
      let box = kit + "/../box"
      let export = [Places.pvkit, "patch", "export", "--kit", kit, "--mbox", box, tree]
      let run = try Command.run(export)
      #expect(run.status == 0 && run.output == "\(box): 1 mail\n", "\(run)")
      let text = try String(contentsOfFile: box, encoding: .utf8)
      #expect(text.contains("\nFrom: pvkit <pvkit@localhost>\n"))
      #expect(
        text.contains("\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"))
      try Command.run(export + ["--from", "A U Thor <a@b.c>"])
        .expectOneError(containing: "already exists and is not empty; name another file")
      #expect(try String(contentsOfFile: box, encoding: .utf8) == text)
      let forced = try Command.run(export + ["--force", "--from", "A U Thor <a@b.c>"])
      #expect(forced.status == 0, "\(forced.errors)")
      #expect(
        try String(contentsOfFile: box, encoding: .utf8).contains("\nFrom: A U Thor <a@b.c>\n"))
      for author in ["a", "a@b.c", "<a@b.c>", "A <>", "A <a>\nB: c", "A <a> <b>"] {
        #expect(try Command.run(export + ["--force", "--from", author]).status == 2, "\(author)")
      }
      // What is not a mailbox is not replaced at all.
      let source = tree + "/a.c"
      let before = try String(contentsOfFile: source, encoding: .utf8)
      try pvkit("patch", "export", "--force", "--kit", kit, "--mbox", source, tree)
        .expectOneError(containing: "a.c: is not a mailbox, and only a mailbox is replaced")
      #expect(try String(contentsOfFile: source, encoding: .utf8) == before)
    }
  }

  /// A mailbox on standard output is only that, whatever the name of it.
  @Test(arguments: ["-", "/dev/stdout", "/dev/fd/1", "/dev/fd/3"])
  func aMailboxOnStandardOutput(name: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let box = kit + "/../box"
      #expect(try pvkit("patch", "export", "--kit", kit, "--mbox", box, tree).status == 0)
      let script = "exec \"$0\" patch export --kit \"$1\" --mbox \(name) \"$2\" 3>&1"
      let run = try Command.run(["sh", "-c", script, Places.pvkit, kit, tree])
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      #expect(try run.output == String(contentsOfFile: box, encoding: .utf8))
    }
  }

  /// git am takes a CR at a line's end for the mail's.
  @Test func saysThatLinesEndInCR() throws {
    try PatchTree.with { (tree, kit) throws in
      for (text, words) in [("int one;\n", ""), ("int one;\nint b;\r\n", "--keep-cr")] {
        try PatchTree.put(["a.c": text], in: tree)
        let box = kit + "/../box"
        let run = try pvkit("patch", "export", "--force", "--kit", kit, "--mbox", box, tree)
        #expect(run.status == 0 && run.errors.contains("--keep-cr") == !words.isEmpty)
      }
    }
  }

  /// What is generated is in a patch whole; its header says what makes it, and that does.
  @Test func anExportSaysHowItsFilesAreMade() throws {
    try PatchTree.with { (tree, kit) throws in
      let steps =
        "generate headers h/xen.h interface 0x00030205 only sched,xen\n"
        + "generate shims s.h include <a.h>,b.h\ngenerate shims s.S style asm mode hvm\n"
        + "generate notes n.S\n"
      try PatchTree.put(["one/0100-a/entry": PatchTree.generating(steps)], in: kit)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let folder = kit + "/../q"
      let export = try pvkit("patch", "export", "--kit", kit, "--quilt", folder, tree)
      #expect(export.status == 0 && export.output == "\(folder): series, 1 patch\n", "\(export)")
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
}
