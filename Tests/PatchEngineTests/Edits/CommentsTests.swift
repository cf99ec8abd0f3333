// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// Edits at and in comments of C.
@Suite struct CommentsTests {
  private func status(_ file: String, _ edit: String, in name: String = "a.c") throws
    -> PatchOutcome
  {
    var outcome: PatchOutcome?
    let entry = Scene.entry("edit \(name)\n\(edit)")
    try Scene.with(tree: [name: file], kit: ["one/0100-a/entry": entry]) { scene in
      outcome = try scene.bench([.x86_64]).status(nil)
    }
    return try #require(outcome)
  }

  private func refusal(_ edit: String, in name: String = "a.c") throws -> String? {
    try status(Self.file, edit, in: name).refusals.first?.problem
  }

  private static let file =
    "int a;\n/*\n * first\n * second\n */\nint b; /* last */\nchar c[] = \"/*\";\nint d;\n"

  @Test(arguments: [
    "find: second\nafter if CONFIG_XEN: int x;", "find: first\nbefore if CONFIG_XEN: int x;",
    "find: first\nthrough: int b;\nwrap CONFIG_XEN:",
    "find: int a;\nthrough: second\nwrap CONFIG_XEN:",
    "find: first\nwrap CONFIG_XEN: other",
  ])
  func noConditionStandsInOne(_ edit: String) throws {
    let says = "a condition would be in the comment that begins in line 2, where it has no effect"
    for name in ["a.c", "a.h", "a.S"] { #expect(try refusal(edit, in: name) == says) }
    let elsewhere = try refusal(edit, in: "a.txt")
    #expect(elsewhere?.hasPrefix("is neither C, assembly nor a Makefile") == true)
  }

  @Test(arguments: [
    ("find: second\nthrough: int b;\ndelete", true),
    ("find: int a;\nthrough: first\ndelete", false),
    ("find: int a;\nthrough: second\nreplace: int x;", false),
    ("find line:  */\nthrough: int b;\nreplace: int x;", true), ("find line:  */\ndelete", true),
    ("find: /* last */\nreplace: /* last", true), ("find line: /*\ndelete", false),
    ("find: int a;\nafter: /* x", true), ("find: first\nafter: */", false),
    ("find: last\nreplace: l */ a /* s */ t", false),
  ])
  func noPartOfOneIsTakenAway(_ edit: String, _ isOpen: Bool) throws {
    let problem = try refusal(edit)
    let says =
      isOpen
      ? " would be in a comment that the edit does not end"
      : " would be code; edit the whole comment"
    #expect(problem?.hasSuffix(says) == true, "\(problem ?? "")")
    #expect(try refusal(edit, in: "Documentation/a.txt") == nil)
  }

  @Test(arguments: [
    "find line: /*\nthrough line:  */\ndelete", "find: first\nreplace: other",
    "find: first\nthrough: second\nreplace: * one", "find: first\nafter: * more",
    "find: last */\nreplace: the last */", "find: /* last */\nreplace:", "find: int d;\ndelete",
    "find: int d;\nafter if CONFIG_XEN: int x; /* y */", "find: char c\nafter: int x; // /* y",
    "find: char c\nreplace: char e", "find line:  */\nafter if CONFIG_XEN: int x;",
    "find line: /*\nbefore if CONFIG_XEN: int x;", "append: /* the end */",
    "find line: /*\nthrough: last */\nwrap CONFIG_XEN: /* it's */",
  ])
  func othersGo(_ edit: String) throws {
    let outcome = try status(Self.file, edit)
    #expect(outcome.refusals.isEmpty && outcome.said.isEmpty, "\(outcome.refusals) \(outcome.said)")
  }

  @Test func statementsInOneAreNamed() throws {
    let says =
      "statements that no kernel contains, because they are in a comment: a.c: one/0100-a, line 7"
    #expect(try status(Self.file, "find: first\nafter: foo();").said == [says])
    #expect(try status(Self.file, "find: second\nbefore: foo();").said == [says])
    #expect(try status(Self.file, "find: first\nafter: foo();", in: "a.txt").said.isEmpty)
  }

  /// Assembly has words with an apostrophe, and a file may end in a comment.
  @Test func whereTheyBeginAndEnd() {
    func lines(_ text: String) -> [Bool] {
      let bytes = Array(text.utf8)
      let comments = Comments(bytes)
      return bytes.indices.filter { $0 == 0 || bytes[$0 - 1] == SourceText.newline }
        .map { comments.around($0) != nil }
    }
    #expect(lines("# don't\na /*\nb\n*/\nc\n") == [false, false, true, true, false])
    #expect(
      lines("'\"' /* \"\n\" */\n/*/\n*/ //*\n'\\'' /**/\nd /*\ne")
        == [false, true, false, true, false, false, true])
    let open = Array("a /* b".utf8)
    #expect(Comments(open).around(open.count) == 2..<(open.count + 1))
    #expect(Comments(open).around(2) == nil && Comments([]).around(0) == nil)
  }
}
