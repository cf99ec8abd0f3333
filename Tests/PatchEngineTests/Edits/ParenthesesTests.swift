// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Statements among the arguments of a call.
@Suite struct ParenthesesTests {
  private func refusal(_ file: String, _ edit: String, in name: String = "a.c") throws -> String? {
    var problem: String?
    let entry = Scene.entry("edit \(name)\n\(edit)")
    try Scene.with(tree: [name: file], kit: ["one/0100-a/entry": entry]) { scene in
      problem = try scene.bench().status(nil).refusals.first?.problem
    }
    return problem
  }

  private static let call =
    "void f(int x,\n\tint y)\n{\n\tg(a,\n\t  b,\n\t  c);\n\th({\n\t\ti();\n\t});\n"
    + "\tfor (x = 0;\n\t     x < 2;\n\t     x++)\n\t\tj(t[\n\t\t\tu]);\n}\n"

  @Test(arguments: [
    ("find: b,\nafter if CONFIG_XEN: k();", 4), ("find: b,\nbefore: k();", 4),
    ("find: b,\nwrap CONFIG_XEN: k();", 4), ("find: b,\nreplace: { k(); }", 4),
    ("find: g(a\nafter if CONFIG_XEN: k();", 4), ("find: int y\nbefore: int z;", 1),
    ("find: u]\nbefore: k();", 13),
  ])
  func areRefused(_ edit: String, _ line: Int) throws {
    let says =
      "a statement would be between the parentheses that open in line \(line); insert it elsewhere"
    #expect(try refusal(Self.call, edit) == says)
    #expect(try refusal(Self.call, edit, in: "a.S") == nil)
  }

  @Test(arguments: [
    "find: b,\nafter if CONFIG_XEN: d,", "find: b,\nwrap CONFIG_XEN: d,",
    "find: c);\nwrap CONFIG_XEN: d);", "find: c);\nafter: k();", "find: g(a\nbefore: k();",
    "find: i();\nafter if CONFIG_XEN: k();", "find: });\nafter: k();",
    "find: x < 2;\nwrap CONFIG_XEN: x < 3;", "find: int y)\nreplace: int z)",
    "find: h({\nwrap CONFIG_XEN: k({",
  ])
  func othersAreNot(_ edit: String) throws {
    #expect(try refusal(Self.call, edit) == nil)
  }

  /// What the alternatives of the preprocessor open twice is closed by the end of the statement.
  @Test func alternativesOpenOnce() throws {
    let file = "{\n#ifdef A\n\tg(a,\n#else\n\th(a,\n#endif\n\t  b);\n\tlast();\n}\nint c;\n"
    #expect(try refusal(file, "find: last();\nafter if CONFIG_XEN: k();") == nil)
    #expect(try refusal(file, "find: int c;\nbefore: int d;") == nil)
  }
}
