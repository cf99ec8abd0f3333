// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Lines that a backslash joins, and the conditions of make.
@Suite struct JoinedLinesTests {
  private func refusal(_ file: String, _ edit: String, in name: String) throws -> String? {
    var problem: String?
    let entry = Scene.entry("edit \(name)\n\(edit)")
    try Scene.with(tree: [name: file], kit: ["one/0100-a/entry": entry]) { scene in
      problem = try scene.bench().apply(nil).refusals.first?.problem
    }
    return problem
  }

  private static let objects = "obj-y := a.o \\\n\tb.o \\\n\tc.o\nobj-m := d.o\n"
  private static let macro = "#define X do { \\\n\ttwo(); \\\n} while (0)\nint x;\n"

  @Test(arguments: [
    (objects, "find: a.o\nafter if CONFIG_XEN: \tx.o \\", "drivers/Makefile", 2),
    (objects, "find: b.o\nwrap CONFIG_XEN: \tx.o \\", "drivers/Makefile", 2),
    (objects, "find: c.o\nwrap CONFIG_XEN: \tx.o", "drivers/Makefile", 3),
    (macro, "find: two()\nwrap CONFIG_XEN: \tthree(); \\", "a.h", 2),
    (macro, "find: #define X\nwrap CONFIG_XEN: #define X do { \\", "a.h", 2),
  ])
  func noConditionComesBetween(_ file: String, _ edit: String, _ name: String, _ line: Int) throws {
    let says = "a condition would be inside lines that a backslash joins, before line \(line); wrap"
    #expect(try refusal(file, edit, in: name)?.hasPrefix(says) == true)
  }

  /// The `#else` or `#endif` behind a text would be a part of its last line.
  @Test(arguments: [
    ("int one;\nint two;\n", "find: int one;\nwrap CONFIG_XEN: x(); \\", "a.c"),
    ("int one;\nint two;\n", "find: int one;\nbefore if CONFIG_XEN: x(); \\", "a.c"),
    ("int one;\nint two;\n", "find: int one;\nafter if CONFIG_XEN: x(); \\", "a.h"),
    ("int one;\nint two;\n", "append if CONFIG_XEN: x(); \\", "a.S"),
    ("int one;\n", "find: int one;\nafter if CONFIG_XEN:\n<<<\nx(); \\ \t\n\n>>>", "a.c"),
    ("obj-y := b.o\n", "find: b.o\nwrap CONFIG_XEN: obj-y += a.o \\", "Makefile.x"),
    ("obj-y := b.o\n", "find: b.o\nafter if CONFIG_XEN: obj-y += a.o \\", "Kbuild"),
    ("obj-y := b.o\n", "append if CONFIG_XEN: obj-y += a.o \\", "drivers/Makefile"),
  ])
  func theEndOfAConditionIsALineOfItsOwn(_ file: String, _ edit: String, _ name: String) throws {
    let says = "the end of the condition would be joined to the text, which ends in a backslash"
    #expect(try refusal(file, edit, in: name) == says)
    let whole = edit.replacing(" \\", with: "")
    #expect(try refusal(file, whole, in: name) == nil)
  }

  /// Nor do the ends of files: what another entry appends would be joined to it.
  @Test(arguments: [
    ("int one;\n", "append: int y; \\", text), ("int one;", "append: int y; \\", text),
    ("int one;\n", "find: int one;\nafter: int y; \\", text),
    ("int one; \\\n", "append if CONFIG_XEN: x", condition),
    ("int one; \\", "append if CONFIG_XEN: x", condition),
    ("int one;", "append: int y;", nil), ("int one;", "find: one\nreplace: two", nil),
    ("int one;", "find: int one;\nthrough: one\nreplace: int two;", nil),
  ])
  func theEndOfAFileIsALineOfItsOwn(_ file: String, _ edit: String, _ says: String?) throws {
    let problem = try refusal(file, edit, in: "a.c")
    guard let says, let problem else { return #expect(problem == says) }
    #expect(problem.hasPrefix(says), "\(problem)")
  }

  private static let condition = "a condition would be inside lines that a backslash joins"

  @Test func theLastOfThemIsNotTakenAway() throws {
    for removal in ["delete", "through: c.o\nreplace:"] {
      #expect(
        try refusal(Self.objects, "find: c.o\n\(removal)", in: "drivers/Makefile")
          == "the line after it would be joined to line 2, which ends in a backslash; replace both")
    }
  }

  /// What is inserted or replaced goes on as what was there did.
  @Test(arguments: [
    (macro, "find: two()\nafter: \tthree();", "a.h", none),
    (macro, "find: two()\nbefore: a", "a.h", none),
    (macro, "find: #define X\nafter: \tone();", "a.h", none),
    (macro, "find: #define X\ndelete", "a.h", none),
    (macro, "find: #define X\nreplace: #define Y", "a.h", nil),
    (macro, "find: two(); \\\nreplace: three();", "a.h", none),
    (macro, "find: #define X\nthrough: two\nreplace: #define X", "a.h", none),
    (macro, "find: #define X\nbefore: int y; \\", "a.h", text),
    (macro, "find: while (0)\nreplace: while (1) \\", "a.h", text),
    (macro, "find: while (0)\nafter: \tthree(); \\", "a.h", text),
    (objects, "find: b.o\nafter: \tx.o", "drivers/Makefile", none),
    (objects, "find: a.o\nafter:\n<<<\n\tx.o\n\ty.o \\\n>>>", "drivers/Makefile", among),
    (objects, "find: a.o\nafter:\n<<<\n\tx.o \\\n\ty.o \\\n>>>", "drivers/Makefile", nil),
    (macro, "find: two()\nafter: \tthree(); \\", "a.h", nil),
    (macro, "find: while (0)\nafter: int y;", "a.h", nil),
  ])
  func theLineBehindStaysWhatItWas(
    _ file: String, _ edit: String, _ name: String, _ says: String?
  ) throws {
    #expect(try refusal(file, edit, in: name) == says)
  }

  private static let none =
    "the line after it, which a backslash joins to the one before, would no longer be joined; end the text with a backslash, or replace all of the joined lines"
  private static let text =
    "the line after it would be joined to the text, which ends in a backslash"
  private static let among =
    "the text has a line without a backslash among lines that a backslash joins"

  @Test(arguments: [
    "find: b.o\ndelete", "find: b.o\nafter: \tx.o \\",
    "find: a.o\nthrough: c.o\nwrap CONFIG_XEN: y := z",
    "find: b.o\nthrough: c.o\nreplace: \tx.o", "find: obj-m\nbefore if CONFIG_XEN: obj-y += x.o",
    "find: c.o\nafter if CONFIG_XEN: obj-y += x.o", "find: c.o\nreplace: x.o",
  ])
  func othersGo(_ edit: String) throws {
    #expect(try refusal(Self.objects, edit, in: "drivers/Makefile") == nil)
  }

  /// Make has conditions, too; what begins with a tab is the shell's.
  @Test(arguments: [
    ("ifdef A\nL\nendif\n", "find: ifdef A\nthrough: L", true),
    ("ifeq (a,b)\nelse\nL\nendif\n", "find: else\nthrough: L", true),
    ("ifneq (a,b)\nL\nelse\nM\nendif\n", "find: ifneq\nthrough: endif", false),
    ("a:\n\tif x; then L; fi\n\telse\nb:\n", "find: L\nthrough: else", false),
  ])
  func aConditionOfMakeIsWhole(_ file: String, _ place: String, _ isRefused: Bool) throws {
    for name in ["Makefile.x", "Kbuild", "a.mk"] {
      let problem = try refusal(file, place + "\nwrap CONFIG_XEN: M", in: name)
      let says = "the lines to wrap contain an if without its endif, or the reverse"
      #expect(problem == (isRefused ? says : nil), "\(name)")
    }
  }

  /// Where a sign begins a comment, it is no condition.
  @Test func aMakefileOfAnyNameHasMakesConditions() throws {
    let entry = Scene.entry("edit a.mk\nfind: X\nwrap CONFIG_XEN: X = 1")
    try Scene.with(tree: ["a.mk": "X = 2\n"], kit: ["one/0100-a/entry": entry]) { scene in
      _ = try scene.bench().apply(nil)
      #expect(try scene.text("a.mk") == "ifdef CONFIG_XEN\nX = 1\nelse\nX = 2\nendif\n")
    }
  }
}
