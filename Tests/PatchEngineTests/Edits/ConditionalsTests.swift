// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// What all edits of a file make of it has each condition whole, whichever edit has which part.
@Suite struct ConditionalsTests {
  private static let file = "int a;\n#ifdef A\nint b;\n# else\nint c;\n#endif /* A */\nint d;\n"

  private func refusals(
    _ edit: String, in name: String = "a.c", file: String = file
  ) throws -> [String] {
    var problems: [String] = []
    let entry = Scene.entry("edit \(name)\n\(edit)")
    try Scene.with(tree: [name: file], kit: ["one/0100-a/entry": entry]) { scene in
      let vanilla = try scene.snapshot()
      problems = try scene.bench().apply(nil).refusals.map(\.problem)
      if !problems.isEmpty { #expect(try scene.snapshot() == vanilla) }
    }
    return problems
  }

  private static let says =
    "would have an #if without its #endif, or the reverse (in a Makefile: ifdef and endif)"

  @Test(arguments: [
    "find: #ifdef A\ndelete", "find: int b;\nthrough: #endif\ndelete",
    "find: int a;\nafter: #ifdef B",
    "find: #ifdef A\nthrough: # else\nreplace: int x;", "find: #endif /* A */\nreplace: int e;",
    "append: #endif", "find: int d;\nbefore: #else",
  ])
  func areNotBroken(_ edit: String) throws {
    for name in ["a.c", "a.h", "a.S"] { #expect(try refusals(edit, in: name) == [Self.says]) }
    #expect(try refusals(edit, in: "Documentation/a.txt").isEmpty)
  }

  @Test(arguments: [
    "find: #ifdef A\nthrough: #endif\ndelete", "find: #ifdef A\nreplace: #if 1",
    "find: int a;\nafter: #ifdef B\nfind: int d;\nbefore: #endif",
    "find: #ifdef A\ndelete\nfind: # else\nthrough: #endif\ndelete",
    "find: int a;\nafter if B: int x;",
    "find: # else\nreplace: #elif defined(B)",
  ])
  func areWholeTogether(_ edit: String) throws {
    #expect(try refusals(edit).isEmpty)
  }

  /// What is not whole as it came is not the kit's to judge.
  @Test func ofAFileThatHasThemOtherwise() throws {
    let file = "#if 1\nint a;\n"
    #expect(try refusals("find: int a;\nafter: #else", file: file).isEmpty)
  }

  /// What looks like a directive and is none: in a comment, after a backslash, or part of a word.
  @Test(arguments: [
    "/*\n#if\n*/\n", "/* one\n#endif\ntwo */\n", "#define X \\\n#if \\\n1\n",
    "/* a\n#else\n*/ int x; /* b\n#endif\n*/\n",
  ])
  func ofWhatIsNone(_ text: String) throws {
    let file = text + Self.file
    #expect(try refusals("find: #endif /* A */\ndelete", file: file) == [Self.says])
    #expect(try refusals("find: int a;\nafter: int x;", file: file).isEmpty)
  }

  /// One after a comment is one.
  @Test func afterAComment() throws {
    let file = "/* a\n*/ #ifdef A\nint a;\n/* b */ #endif\n"
    #expect(try refusals("find: /* b */ #endif\ndelete", file: file) == [Self.says])
    #expect(try refusals("find: int a;\nafter: int x;", file: file).isEmpty)
  }

  /// Lines are wrapped whatever the comments among them say.
  @Test func wrapsAComment() throws {
    let file = "int a;\n/*\n#endif\n*/\nint b;\n"
    #expect(
      try refusals("find: int a;\nthrough: int b;\nwrap CONFIG_X: int c;", file: file).isEmpty)
    let open = "int a;\n#ifdef A\nint b;\n#endif\n"
    let problems = try refusals(
      "find: int a;\nthrough: int b;\nwrap CONFIG_X: int c;", file: open)
    #expect(problems.first?.hasPrefix("the lines to wrap contain an #if") == true, "\(problems)")
  }

  @Test func ofMakeAreNotBroken() throws {
    let file = "ifdef A\nx := y\nendif\nall:\n\tif z; then w; fi\n"
    #expect(try refusals("find: endif\ndelete", in: "Makefile.x", file: file) == [Self.says])
    #expect(try refusals("find: x :=\nafter: z := y", in: "Makefile.x", file: file).isEmpty)
  }

  /// Variables whose names begin like a directive, or are one's.
  @Test(arguments: [
    "elsewhere := x\n", "endif-y += x\n", "ifdefs = x\n", "else = x\n", "endif:=x\n",
    "ifeq ?= x\n", "x := a \\\nendif\n",
  ])
  func ofMakeAreNotVariables(_ line: String) throws {
    let file = line + "ifeq ($(A),b)\nx := y\nelse # no\nx := z\nendif\n"
    #expect(
      try refusals("find: x := z\nthrough line: endif\ndelete", in: "Makefile.x", file: file)
        == [Self.says])
    #expect(try refusals("find: x := y\nafter: z := y", in: "Makefile.x", file: file).isEmpty)
  }

  /// A text that takes its own place.
  @Test(arguments: [
    "find: int b;\nreplace: int b;",
    "find: int b;\nthrough: else\nreplace:\n<<<\nint b;\n# else\n>>>",
  ])
  func anEditThatChangesNothingSaysSo(_ edit: String) throws {
    #expect(try refusals(edit) == ["already has this text: the edit changes nothing"])
  }
}
