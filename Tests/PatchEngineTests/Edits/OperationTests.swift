// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Each operation, on a file of four lines.
@Suite struct OperationTests {
  /// Where `#` begins a comment, text for a kernel with a symbol would be every kernel's.
  @Test(arguments: ["scripts/mkcompile_h", "scripts/kernel-doc", "arch/i386/defconfig", "a.txt"])
  func onlyWhatIsPreprocessedHasConditions(_ path: String) throws {
    let edits = [
      "find: x\nafter if CONFIG_XEN: FOO", "find: x\nbefore if CONFIG_XEN: FOO",
      "append if CONFIG_XEN: FOO", "find: x\nwrap CONFIG_XEN: FOO",
    ]
    for edit in edits {
      let kit = ["one/0100-a/entry": Scene.entry("edit \(path)\n\(edit)")]
      try Scene.with(tree: [path: "x\n"], kit: kit) { scene in
        let refusals = try scene.bench().apply(nil).refusals
        #expect(
          refusals.first?.problem.hasPrefix(
            "is neither C, assembly nor a Makefile, and has no #ifdef to ") == true, "\(refusals)")
        #expect(try scene.text(path) == "x\n")
      }
    }
    let plain = ["one/0100-a/entry": Scene.entry("edit \(path)\nfind: x\nafter: FOO")]
    try Scene.with(tree: [path: "x\n"], kit: plain) { scene throws -> Void in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
    }
  }

  @Test(arguments: ["vmlinux.lds.S", "a.h", "a.c", "a.S", "zconf.tab.c_shipped"])
  func whatIsPreprocessedHasConditions(_ path: String) throws {
    let kit = ["one/0100-a/entry": Scene.entry("edit \(path)\nfind: x\nafter if CONFIG_XEN: y")]
    try Scene.with(tree: [path: "x\n"], kit: kit) { scene throws -> Void in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      #expect(try scene.text(path) == "x\n#ifdef CONFIG_XEN\ny\n#endif\n")
    }
  }

  private static let file = "int one;\nint two;\nint three;\nint four;\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let edit: String
    let result: String
    var file = OperationTests.file
    var name = "a.c"
    var testDescription: String { edit.split(separator: "\n").joined(separator: " | ") }
  }

  static let cases = [
    Case(edit: "find: two\nreplace: 2", result: "int one;\nint 2;\nint three;\nint four;\n"),
    Case(
      edit: "find: two\nthrough: three\nreplace: int x;", result: "int one;\nint x;\nint four;\n"),
    Case(edit: "find: two\nthrough: three\nreplace:", result: "int one;\nint four;\n"),
    Case(
      edit: "find: two\nbefore: int x;",
      result: "int one;\nint x;\nint two;\nint three;\nint four;\n"),
    Case(
      edit: "find: two\nafter: int x;",
      result: "int one;\nint two;\nint x;\nint three;\nint four;\n"),
    Case(
      edit: "find: two\nthrough: three\nafter:\n<<<\n\tx;\n\n  y;\n>>>",
      result: "int one;\nint two;\nint three;\n\tx;\n\n  y;\nint four;\n"),
    Case(edit: "find: two\ndelete", result: "int one;\nint three;\nint four;\n"),
    Case(edit: "find: two\nthrough: four\ndelete", result: "int one;\n"),
    Case(edit: "append: int five;", result: file + "int five;\n"),
    Case(edit: "append: y", result: "x\ny\n", file: "x"),
    Case(edit: "find: x\nafter: y", result: "x\ny\n", file: "x"),
    Case(edit: "find: x\nwrap A: y", result: "#ifdef A\ny\n#else\nx\n#endif\n", file: "x"),
    Case(
      edit: "find: two\nthrough: three\nwrap CONFIG_XEN: int x;",
      result:
        "int one;\n#ifdef CONFIG_XEN\nint x;\n#else\nint two;\nint three;\n#endif\nint four;\n"),
    Case(
      edit: "find: two\nwrap CONFIG_XEN:",
      result: "int one;\n#ifndef CONFIG_XEN\nint two;\n#endif\nint three;\nint four;\n"),
    Case(
      edit: "find: obj\nwrap CONFIG_XEN: b", result: "ifdef CONFIG_XEN\nb\nelse\nobj\nendif\n",
      file: "obj\n", name: "Makefile"),
    Case(edit: "find 4 times: int\nreplace: u8", result: "u8 one;\nu8 two;\nu8 three;\nu8 four;\n"),
    Case(edit: "find word: cli\nreplace: x", result: "clip x _cli\n", file: "clip cli _cli\n"),
    Case(edit: "find line: }\ndelete", result: "{\n\t}\n", file: "{\n\t}\n}\n"),
    Case(
      edit: "from: two\nto: int four\nfind: int\nreplace: u8\nend",
      result: "int one;\nint two;\nu8 three;\nint four;\n"),
    Case(
      edit: "find:\n<<<\ntwo;\nint three;\n>>>\nreplace: x", result: "int one;\nint x\nint four;\n"),
    Case(
      edit: "from: two\nfind: int three\nreplace: 3\nfind: int four\nreplace: 4\nend",
      result: "int one;\nint two;\n3;\n4;\n"),
    Case(
      edit: "find: two\nup to: four\nwrap A: x;",
      result: "int one;\n#ifdef A\nx;\n#else\nint two;\nint three;\n#endif\nint four;\n"),
    Case(edit: "find: two\nup to: three\ndelete", result: "int one;\nint three;\nint four;\n"),
    Case(
      edit: "find: one\nafter if A: x;",
      result: "int one;\n#ifdef A\nx;\n#endif\nint two;\nint three;\nint four;\n"),
    Case(
      edit: "find: two\nbefore if A:\n<<<\n\nx;\n\ny;\n\n>>>",
      result: "int one;\n\n#ifdef A\nx;\n\ny;\n#endif\n\nint two;\nint three;\nint four;\n"),
    Case(
      edit: "append if A: b += c", result: "a\nifdef A\nb += c\nendif\n", file: "a",
      name: "Makefile"),
    Case(
      edit: "either until 2.6.17:\nfind: zwei\ndelete\nor since 2.6.18:\nfind: two\ndelete\nend",
      result: "int one;\nint three;\nint four;\n"),
    Case(
      edit: "from: one\neither until 2.6.18 on x86_64,i386:\nfind: two\nreplace: 2\n"
        + "end\nend\nfind: four\nreplace: 4",
      result: "int one;\nint 2;\nint three;\nint 4;\n"),
    Case(
      edit: "find: two\nloose: its lines may be others\ndelete",
      result: "int one;\nint three;\nint four;\n"),
    Case(edit: "find: a: b\nreplace: c: d", result: "c: d\n", file: "a: b\n"),
  ]

  @Test(arguments: cases) func makes(_ example: Case) throws {
    let entry = Scene.entry("edit d/\(example.name)\n\(example.edit)")
    try Scene.with(
      tree: ["d/\(example.name)": example.file], kit: ["one/0100-a/entry": entry]
    ) { scene in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      #expect(try scene.text("d/\(example.name)") == example.result)
      _ = try scene.bench().revert(nil)
      #expect(try scene.text("d/\(example.name)") == example.file)
    }
  }

  /// What others insert at the edges of a wrapped region stays outside, in either order.
  @Test(arguments: [false, true]) func wrapsCloseToTheLines(_ isLater: Bool) throws {
    let wrap = Scene.entry("edit a.c\nfind: two\nthrough: three\nwrap X: x")
    let insert = Scene.entry("edit a.c\nfind: two\nbefore: b\nfind: three\nafter: a")
    let names = isLater ? ["0100-w", "0110-i"] : ["0110-w", "0100-i"]
    try Scene.with(
      tree: ["a.c": Self.file],
      kit: ["one/\(names[0])/entry": wrap, "one/\(names[1])/entry": insert]
    ) { scene in
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.isEmpty)
      let wrapped = "#ifdef X\nx\n#else\nint two;\nint three;\n#endif\n"
      #expect(try scene.text("a.c") == "int one;\nb\n\(wrapped)a\nint four;\n")
    }
  }
}
