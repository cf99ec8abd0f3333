// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// What does not fit is refused in one sentence, and nothing is touched.
@Suite struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let sections: String
    let file: String
    let says: [String]
    var testDescription: String { says[0] }
  }

  static let cases = [
    Case(
      sections: "edit a.c\nfind: static int one(void)\nbefore: x",
      file: "y\nstatic long one(void)\n",
      says: [
        "a.c: \"static int one(void)\" not found; nearest is line 2: \"static long one(void)\"",
        "(one/0100-a, line 7)",
      ]),
    Case(
      sections: "edit a.c\nfind: int one;\nbefore: x", file: "y\n\tint\tone;\n",
      says: [
        "\"int one;\" not found; line 2 has other blanks, tabs are shown as \\t: \"\\tint\\tone;\""
      ]),
    Case(
      sections: "edit a.c\nfind: \tint two;\nbefore: x", file: "int two;\n",
      says: ["\"\\tint two;\" not found"]),
    Case(
      sections: "edit a.c\nfind 2 times: int\ndelete", file: "int a;\n",
      says: ["\"int\" found 1 time, expected 2: line 1"]),
    Case(
      sections: "edit a.c\nfind: qqqq\ndelete", file: "int a;\n",
      says: ["\"qqqq\" not found, nor anything similar"]),
    Case(
      sections: "edit a.c\nfind: int\ndelete", file: "int a;\nint b;\n",
      says: ["\"int\" found 2 times, expected 1: lines 1, 2"]),
    Case(
      sections: "edit a.c\nfind 3 times word: pause_on_oops_lock\nreplace: oops_lock",
      file: String(repeating: "lock(pause_on_oops_lock);\n", count: 7),
      says: ["\"pause_on_oops_lock\" found 7 times, expected 3: lines 1, 2"]),
    Case(
      sections: "edit a.c\nfind 3 times word: preempt_disable\nreplace: preempt_enable",
      file: "preempt_disable();\npreempt_enable();\n",
      says: ["\"preempt_disable\" found 1 time, expected 3: line 1"]),
    Case(
      sections: "edit a.c\nfind 3 times: int\ndelete", file: "int a;\nint b;\n",
      says: ["\"int\" found 2 times, expected 3: lines 1, 2"]),
    Case(
      sections: "edit a.c\nfind: int\nthrough: float\ndelete", file: "float f;\nint a;\n",
      says: ["\"float\" not found in lines 2 to 3, only in line 1"]),
    Case(
      sections: "edit a.c\nfrom: b\nfind: a\ndelete\nend", file: "a\nb\n",
      says: ["\"a\" not found in lines 2 to 3, only in line 1"]),
    Case(
      sections: "edit a.c\nfind word: cli\ndelete", file: "x\nclip\n",
      says: ["\"cli\" not found as a whole word, only inside a longer one: line 2"]),
    Case(
      sections: "edit a.c\nfind 2 times: a\nthrough: z\ndelete", file: "a\na\nz\n",
      says: ["the region of one match extends to the next match, at line 2"]),
    Case(
      sections: "edit a.c\nfrom: b\nfind: a\ndelete\nend", file: "b\nb\na\n",
      says: ["\"b\" found 2 times, expected 1"]),
    Case(
      sections: "edit a.c\nto: b\nfind: a\ndelete\nend", file: "b\na\n",
      says: ["\"a\" not found in lines 1 to 1, only in line 2"]),
    Case(
      sections: "edit a.c\nfind: #if\nthrough: x\nwrap A: y", file: "#if B\nx\n#endif\n",
      says: ["an #if without its #endif"]),
    Case(
      sections: "edit a.c\nfind: p\nthrough: q\nwrap A: y", file: "#if B\np\n#else\nq\n#endif\n",
      says: ["an #if without its #endif"]),
    Case(
      sections: "edit a.c\nfind: a\ndelete\n\nedit a.c\nfind: a\nreplace: b", file: "a\n",
      says: ["replaces lines that are also changed by one/0100-a, line 7"]),
    Case(
      sections: "edit b.c\nfind: a\ndelete", file: "a\n",
      says: ["b.c: is missing; name the file that the release has"]),
    Case(
      sections: "generate notes a.c", file: "a\n",
      says: ["a.c: would be created, but already exists; move it away, or end"]),
    Case(
      sections: "edit a.c\nfind: a\ndelete", file: "a\r\nb\r\n", says: ["a.c: has CRLF line ends"]),
    Case(
      sections: "edit a.c\nfind: a\ndelete\n\nedit Kconfig\nfind: b\nwrap A: c", file: "a\n",
      says: ["Kconfig: Kconfig has no #ifdef"]),
  ]

  /// The line of the entry is that of what does not fit, not of the edit's first one.
  static let lines = [
    ("edit a.c\nfind: a\nthrough: q\ndelete", 8), ("edit a.c\nfind: a\nup to: q\ndelete", 8),
    ("edit a.c\nfrom: q\nto: b\nfind: a\ndelete\nend", 7),
    ("edit a.c\nfrom: a\nto: q\nfind: b\ndelete\nend", 8),
    ("edit a.c\nloose: x\nfind: q\ndelete", 8),
    ("edit a.c\nfind: #if\nthrough: b\nwrap A: y", 9),
  ]

  @Test(arguments: lines) func namesTheLineOfWhatDoesNotFit(_ sections: String, _ line: Int) throws
  {
    let kit = ["one/0100-a/entry": Scene.entry(sections)]
    try Scene.with(tree: ["a.c": "a\n#if X\nb\n#endif\n"], kit: kit) { scene in
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.map(\.line) == [line], "\(outcome.refusals)")
    }
  }

  /// What is most similar where the anchor is looked for comes before what is elsewhere.
  @Test(arguments: [
    (
      "int one(void);\n{\nlong one(int);\n}\n",
      " not found in lines 2 to 4; nearest there is line 3: \"long one(int);\""
    ),
    (
      "int one(void);\n{\nqqqq\n}\n",
      " not found in lines 2 to 4, nor anything similar there; nearest in the file is line 1: "
        + "\"int one(void);\""
    ),
  ])
  func theNearestLineIsInTheScope(_ file: String, _ says: String) throws {
    let entry = Scene.entry("edit a.c\nfrom: {\nto: }\nfind: long one(void);\ndelete\nend")
    try Scene.with(tree: ["a.c": file], kit: ["one/0100-a/entry": entry]) { scene in
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.map(\.problem) == ["\"long one(void);\"" + says])
      #expect(outcome.said.count == 1 && outcome.said[0].contains("an alternative (either, or)"))
    }
  }

  /// What helps where an anchor is found too often is not what helps where it is not found.
  @Test(arguments: [
    ("int", "for anchors that were found too often"), ("q", "for anchors that were not"),
  ])
  func saysWhatHelps(_ anchor: String, _ note: String) throws {
    let entry = Scene.entry("edit a.c\nfind: \(anchor)\ndelete")
    try Scene.with(tree: ["a.c": "int a;\nint b;\n"], kit: ["one/0100-a/entry": entry]) { scene in
      let said = try scene.bench().apply(nil).said
      #expect(said.count == 1 && said[0].hasPrefix(note), "\(said)")
      #expect(said[0].contains("find N times") == (anchor == "int"))
    }
  }

  /// By which pvkit knows the tree, also when the kit is to be taken off.
  @Test(arguments: [
    "find: SUBLEVEL = 18\nreplace: SUBLEVEL = 19",
    "find: EXTRAVERSION =\nreplace: EXTRAVERSION = -xen",
    "find: SUBLEVEL = 18\nafter: SUBLEVEL = 19", "find: EXTRAVERSION =\nafter: EXTRAVERSION = -xen",
    "find: EXTRAVERSION =\nafter if CONFIG_XEN: override EXTRAVERSION := -xen",
  ])
  func noEntryMakesItAnotherRelease(_ edit: String) throws {
    try Scene.with(kit: ["one/0100-a/entry": Scene.entry("edit Makefile\n\(edit)")]) { scene in
      for outcome in [try scene.bench().apply(nil), try scene.bench().status(nil)] {
        #expect(outcome.entries.map(\.state) == [.refused])
        #expect(outcome.refusals.map(\.line) == [7])
        #expect(outcome.refusals.first?.problem.hasPrefix("would change the release") == true)
      }
      #expect(!scene.hasRecord)
    }
  }

  /// Edits of the Makefile that do not go together are no more than that.
  @Test func editsOfTheMakefileMayCollide() throws {
    let entry = Scene.entry(
      "edit Makefile\nfind: SUBLEVEL = 18\nreplace: SUBLEVEL = 19\nfind line: SUBLEVEL = 18\ndelete"
    )
    try Scene.with(kit: ["one/0100-a/entry": entry]) { scene in
      let refusals = try scene.bench().apply(nil).refusals
      #expect(refusals.count == 1)
      #expect(refusals.first?.problem.hasPrefix("replaces lines that") == true, "\(refusals)")
    }
  }

  @Test func namesTheReleasesForWhichItIsLocked() {
    let refusal = EntryRefusal(
      entry: "one/0100-a", line: 7, file: "a.c", problem: "is missing", holds: [])
    let few = refusal.locked(for: ["2.6.16", "2.6.18", "2.6.18.8", "2.6.20"])
    #expect(
      "\(few)" == "a.c: is missing (one/0100-a, line 7; "
        + "locked for 2.6.16, 2.6.18, 2.6.18.8, 2.6.20)")
    #expect(
      "\(refusal.locked(for: few.holds + ["2.6.22"]))"
        == "a.c: is missing (one/0100-a, line 7; locked for 5 releases, 2.6.16 to 2.6.22)")
  }

  /// What several edits of a scope look for, and do not find, is one problem.
  @Test func namesTheAnchorOfAScopeOnce() throws {
    let scope = "edit a.c\nfrom: f(\nfind: a\nreplace: b\nfind: c\nreplace: d\nend"
    try Scene.with(tree: ["a.c": "int;\n"], kit: ["one/0100-a/entry": Scene.entry(scope)]) {
      scene throws -> Void in
      #expect(try scene.bench().status(nil).refusals.map(\.line) == [7])
    }
  }

  /// Not only the first one of an entry.
  @Test func namesEachEditThatDoesNotFit() throws {
    let entry = Scene.entry(
      "edit a.c\nfind: b\ndelete\nfind: int\nafter: x\nfind: c\ndelete\n\nedit b.c\nfind: d\ndelete"
    )
    try Scene.with(tree: ["a.c": "int;\n"], kit: ["one/0100-a/entry": entry]) { scene in
      let refusals = try scene.bench().apply(nil).refusals
      #expect(refusals.map(\.line) == [7, 11, 15])
      #expect(refusals.map(\.file) == ["a.c", "a.c", "b.c"])
    }
  }

  /// A file that another entry creates is not missing, whether that one comes along or not.
  @Test(arguments: ["new b.h from x", "generate notes b.h"]) func namesWhoCreatesAFile(
    _ creation: String
  ) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry(creation), "one/0100-a/files/x": "int b;\n",
      "two/0200-b/entry": Scene.entry("edit b.h\nfind: int b;\nafter: int c;"),
    ].filter { !$0.key.contains("files") || creation.contains("from") }
    try Scene.with(kit: kit) { scene in
      for choice in [nil, EntryChoice(groups: ["two"])] {
        let refusals = try scene.bench().status(choice).refusals.map(\.description)
        #expect(
          refusals == [
            "b.h: is created by one/0100-a, and other entries cannot edit it; make the change there "
              + "(two/0200-b, line 7)"
          ])
      }
    }
  }

  @Test(arguments: cases) func refuses(_ example: Case) throws {
    let kit = ["one/0100-a/entry": Scene.entry(example.sections)]
    try Scene.with(tree: ["a.c": example.file, "Kconfig": "b\n"], kit: kit) { scene in
      let before = try scene.snapshot()
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.entries.map(\.state) == [.refused])
      let refusal = try #require(outcome.refusals.first).description
      for words in example.says { #expect(refusal.contains(words), "\(refusal)") }
      #expect(try scene.snapshot() == before)
      #expect(!scene.hasRecord)
    }
  }
}
