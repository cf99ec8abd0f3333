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

  /// What is not whole as it came, such as in a comment, is not the kit's to judge.
  @Test func ofAFileThatHasThemOtherwise() throws {
    let file = "/*\n#if\n*/\nint a;\n"
    #expect(try refusals("find: int a;\nafter: #endif", file: file).isEmpty)
  }

  @Test func ofMakeAreNotBroken() throws {
    let file = "ifdef A\nx := y\nendif\nall:\n\tif z; then w; fi\n"
    #expect(try refusals("find: endif\ndelete", in: "Makefile.x", file: file) == [Self.says])
    #expect(try refusals("find: x :=\nafter: z := y", in: "Makefile.x", file: file).isEmpty)
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
