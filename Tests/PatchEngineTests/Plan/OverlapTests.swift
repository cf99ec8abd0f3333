// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// Edits, of two entries or of one, that fit each by itself.
@Suite struct OverlapTests {
  static let file = "int one;\nint two;\nint three;\nint four;\nint five;\n"

  private func plan(_ one: String, _ other: String) throws -> [String] {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\n" + one),
      "one/0110-b/entry": Scene.entry("edit a.c\n" + other),
    ]
    var refusals: [String] = []
    try Scene.with(tree: ["a.c": Self.file], kit: kit) { scene in
      refusals = try scene.bench().status(nil).refusals.map(\.description)
      let vanilla = try scene.snapshot()
      #expect(try scene.bench().apply(nil).refusals.map(\.description) == refusals)
      if !refusals.isEmpty { #expect(try scene.snapshot() == vanilla) }
    }
    return refusals
  }

  static let wrap24 = "find: int two;\nthrough: four;\nwrap CONFIG_XEN:"

  @Test(arguments: [
    (wrap24, "find: int three;\nthrough: five;\nwrap CONFIG_YEN:"),
    ("find: int three;\nthrough: five;\nwrap CONFIG_XEN: x", wrap24),
    (wrap24, "find: int one;\nthrough: three;\nwrap CONFIG_XEN:"),
  ]) func conditionsThatCrossAreRefused(_ one: String, _ other: String) throws {
    #expect(
      try plan(one, other) == [
        "a.c: wraps only a part of the lines wrapped by one/0100-a, line 7 "
          + "(one/0110-b, line 7)"
      ])
    // In one entry, too.
    try Scene.with(
      tree: ["a.c": Self.file],
      kit: ["one/0100-a/entry": Scene.entry("edit a.c\n\(one)\n\(other)")]
    ) { scene in
      let refusals = try scene.bench().status(nil).refusals
      #expect(refusals.count == 1)
    }
  }

  /// The first one opens first.
  @Test func conditionsThatOpenOnOneLineCloseInOrder() throws {
    let short = "find: int two;\nwrap CONFIG_YEN: x"
    #expect(try plan(Self.wrap24, short).isEmpty)
    #expect(
      try plan(short, Self.wrap24) == [
        "a.c: wraps more lines, from the same line on, than one/0100-a, line 7 "
          + "(one/0110-b, line 7)"
      ])
  }

  @Test(arguments: [
    (wrap24, "find: int three;\nwrap CONFIG_YEN:"), (wrap24, wrap24),
    (wrap24, "find: int five;\nwrap CONFIG_XEN:"),
    ("find: int two;\nwrap CONFIG_XEN:", "find: int three;\nwrap CONFIG_XEN:"),
    (wrap24, "find: int four;\nwrap CONFIG_YEN:"),
    ("find: int one;\nthrough: two;\nwrap CONFIG_XEN:", "find: int two;\nreplace: int 2;"),
    (wrap24, "find: int three;\ndelete"), (wrap24, "find: three\nreplace: 3"),
    ("find: int two;\nafter: int more;", "find: int three;\ndelete"),
    ("find: int two;\nbefore: int more;", "find: int two;\nafter: int other;"),
    (wrap24, "find: int two;\nbefore: int more;"),
  ]) func whatIsNestedOrApartGoesTogether(_ one: String, _ other: String) throws {
    #expect(try plan(one, other).isEmpty)
    #expect(try plan(other, one).isEmpty)
  }

  @Test(
    arguments: [
      "find: int two;\nbefore: int more;", "find: int two;\nafter: int more;", wrap24,
      "find: int two;\nwrap CONFIG_XEN:",
      "find: two\nbefore if CONFIG_XEN: int more;",
    ],
    [
      "find: int two;\ndelete", "find: int two;\nthrough: two;\nreplace: int 2;",
      "find: int two;\nreplace: int 2;",
    ]) func noOtherEntrysPlaceIsTakenAway(_ edit: String, _ removal: String) throws
  {
    // In one entry, too.
    for sections in ["\(edit)\n\(removal)", "\(removal)\n\(edit)"] {
      let kit = ["one/0100-a/entry": Scene.entry("edit a.c\n\(sections)")]
      try Scene.with(tree: ["a.c": Self.file], kit: kit) { scene throws -> Void in
        #expect(try scene.bench().status(nil).refusals.count == 1)
      }
    }
    let later = try plan(edit, removal)
    #expect(later.count == 1 && later.first?.contains("one/0100-a, line 7 (one/0110-b") == true)
    let earlier = try plan(removal, edit)
    #expect(earlier.count == 1)
    #expect(earlier.first?.contains("one/0100-a, line 7 (one/0110-b") == true)
  }

  /// One of two entries was written twice.
  @Test(arguments: ["after: #include <more.h>", "after if CONFIG_XEN: x", "before: int b;"])
  func theSameTextAtTheSamePlaceIsRefused(_ operation: String) throws {
    let edit = "find: int two;\n" + operation
    #expect(
      try plan(edit, edit)
        == [
          "a.c: inserts the same text at the same place as one/0100-a, line 7 (one/0110-b, line 7)"
        ].filter { _ in !operation.contains("int b") })
    #expect(try plan(edit, edit.replacing("two", with: "three")).isEmpty)
    #expect(try plan(edit, edit + " /* other */").isEmpty)
  }

  /// All of the conflicts, and not the first one of a file.
  @Test func namesEachConflict() throws {
    let one = "find: int one;\nreplace: 1\nfind: int four;\nreplace: 4"
    #expect(try plan(one, one).count == 2)
  }

  /// Nor the line with which its region ends.
  @Test func noRegionsEndIsTakenAway() throws {
    let region = "find: int one;\nthrough: two;\nwrap CONFIG_XEN:"
    #expect(try plan(region, "find: int two;\ndelete").count == 1)
    #expect(try plan("find: int two;\ndelete", region).count == 1)
  }
}
