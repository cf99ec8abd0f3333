// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// An edit that would make another statement the body of an `if` or `else` without braces.
@Suite struct ControlBodyTests {
  static let heads = [
    ("\tif (x)", "if", 2), ("\tif (x)\n\t\ty();\n\telse", "else", 4),
    ("\tif (x) {\n\t\ty();\n\t} else", "else", 4), ("\telse if (f(x) &&\n\t    g(\")\"))", "if", 2),
    ("\twhile (x) /* for\n it */", "while", 2), ("\tfor (;;)\n#ifdef B", "for", 2),
    ("\tdo", "do", 2), ("\tlist_for_each_entry(a, b, c)", "list_for_each_entry", 2),
    ("\tif (x) // why;", "if", 2), ("\tif (x)\n\n", "if", 2),
  ]
  static let removals = [
    "wrap X:", "wrap X: \t/* none */", "delete", "replace:", "replace: /* none */",
  ]

  private func refusal(_ file: String, _ edit: String, in name: String = "a.c") throws -> String? {
    var problem: String?
    let entry = Scene.entry("edit \(name)\n\(edit)")
    try Scene.with(tree: [name: file], kit: ["one/0100-a/entry": entry]) { scene in
      let refusals = try scene.bench().apply(nil).refusals
      #expect(refusals.count < 2)
      problem = refusals.first?.problem
      #expect(refusals.isEmpty || refusals[0].line > 7)
    }
    return problem
  }

  @Test(arguments: heads) func refusesToTakeABodyAway(
    _ head: String, _ word: String, _ line: Int
  ) throws {
    let file = "{\n\(head)\n\t\tgone();\n#endif\n\tnext();\n}\n"
    for removal in Self.removals {
      for place in ["find: gone();", "find: gone();\nthrough: gone();"] {
        let problem = try refusal(file, "\(place)\n\(removal)")
        let says = "the next statement would become the body of \"\(word)\" in line \(line), which"
        #expect(problem?.hasPrefix(says) == true, "\(removal): \(problem ?? "")")
        let cure = removal.hasPrefix("wrap") ? "wrap X: ;" : "replace: ;"
        #expect(problem?.hasSuffix("leave an empty statement: \(cure)") == true)
      }
    }
    for insertion in ["before: more();", "before if X: more();"] {
      let problem = try refusal(file, "find: gone();\n\(insertion)")
      #expect(
        problem?.hasPrefix("the inserted statement would become the body of \"\(word)\"") == true,
        "\(problem ?? "")")
    }
  }

  /// The line behind which something is inserted is the head itself.
  @Test func refusesToPutAStatementBetweenHeadAndBody() throws {
    let file = "{\n\tif (x)\n\t\ty();\n}\n"
    #expect(try refusal(file, "find: if (x)\nafter: more();")?.hasPrefix("the inserted") == true)
    for text in ["if (z) more(); else", "{", "#define X 1", "/* more(); */"] {
      #expect(try refusal(file, "find: if (x)\nafter: \(text)") == nil, "\(text)")
    }
  }

  @Test(arguments: [
    "{", "\tif (x) {", "\ty();", "\tif (x)\n\t\ty();", "\tdo\n\t\ty();\n\twhile (x);", "label:",
    "\tf(x)",
    "\t} while (x)", "/* else */", "\t\"else\"", "#else", "#if defined(Y)", "case 1:",
    "\tx = else_y",
  ])
  func takesAwayWhatIsNoBody(_ before: String) throws {
    let file = "\(before)\n\tgone();\n\tnext();\n"
    for edit in Self.removals + ["before: more();"] {
      #expect(try refusal(file, "find: gone();\n\(edit)") == nil, "\(edit)")
    }
  }

  /// What stands in the body's place, and what is not C.
  @Test func takesAnotherBody() throws {
    let file = "{\n\telse\n\t\tgone();\n\tnext();\n}\n"
    for edit in [
      "wrap X: \t\t;", "wrap X: more();", "replace: ;", "replace: more();", "after: more();",
    ] {
      #expect(try refusal(file, "find: gone();\n\(edit)") == nil, "\(edit)")
    }
    // A part of the statement.
    #expect(try refusal("else\n\tx = gone + 1;\n", "find: gone +\nreplace:") == nil)
    for name in ["a.S", "Makefile.x", "Documentation/a.txt"] {
      #expect(try refusal("else\n\tgone();\n", "find: gone();\ndelete", in: name) == nil)
    }
  }

  private static let choice = "{\n\tif (x)\n\t\tgone();\n\telse\n\t\tother();\n\tlast();\n}\n"

  /// Of several statements, only the first would be the body.
  @Test(arguments: [
    ("wrap X: a(); b();", 2),
    ("wrap X:\n<<<\n\t\ta();\n\t\tif (b) c(); else d();\n\t\te();\n>>>", 3),
    ("replace: a(); { }", 2),
    ("replace: { a(); b(); }", 1), ("wrap X: do { a(); b(); } while (0);", 1),
    ("wrap X: if (a) b(); else if (c) { d(); } else e();", 1),
    ("replace: do a(); while (0); b();", 2),
    ("replace: for (i = 0; i < 2; i++) if (a) b(); else c();", 1),
    ("replace: a(({ b(); c(); }));", 1),
    ("wrap X:\n<<<\n#ifdef Y\na();\n#else\nb();\n#endif\n>>>", 1),
  ])
  func refusesMoreThanOneStatement(_ edit: String, _ count: Int) throws {
    for (find, word) in [("gone();", "if"), ("other();", "else")] {
      let problem = try refusal(Self.choice, "find: \(find)\n\(edit)")
      let line = word == "if" ? 2 : 4
      let says =
        "only the first of \(count) statements would be the body of \"\(word)\" in line \(line), which "
        + "has no braces; put them in braces"
      #expect(problem == (count > 1 ? says : nil), "\(edit)")
    }
    // Where there is no head, and where more than the body goes.
    #expect(
      try refusal(Self.choice, "find: last();\n\(edit.replacing("find: last", with: "find: gone"))")
        == nil)
    let region = "find: other();\nthrough: last();\n"
    if edit.hasPrefix("wrap"), !edit.contains("find") {
      #expect(try refusal(Self.choice, region + edit) == nil)
    }
  }

  /// An `else` is of the next `if` before it.
  @Test(arguments: [
    ("if (a) b();", true), ("while (a) if (b) c();", true), ("if (a) if (b) c(); else d();", true),
    ("if (a) b(); else c();", false), ("{ if (a) b(); }", false), ("b();", false),
  ])
  func refusesToTakeAnElseAway(_ text: String, _ isRefused: Bool) throws {
    let says =
      "the \"else\" after it would belong to the \"if\" in the text instead of \"if\" in line 2; put the text in braces"
    for operation in ["wrap X: \(text)", "replace: \(text)"] {
      #expect(try refusal(Self.choice, "find: gone();\n\(operation)") == (isRefused ? says : nil))
      #expect(try refusal(Self.choice, "find: other();\n\(operation)") == nil)
    }
  }
}
