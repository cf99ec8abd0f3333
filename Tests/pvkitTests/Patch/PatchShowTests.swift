// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch show`, and how entries are named everywhere.
@Suite struct PatchShowTests {
  /// By what is plain, as long as one entry alone is called so.
  @Test func anEntryIsMeantByItsName() throws {
    try PatchTree.with { (tree, kit) throws in
      for name in ["a", "0100", "0100-a", "one/0100-a"] {
        let show = try pvkit("patch", "show", "--kit", kit, name)
        #expect(show.output.hasPrefix("one/0100-a: s\n"), "\(name): \(show.errors)")
        let only = try pvkit("patch", "apply", "--dry-run", "--kit", kit, "--only", name, tree)
        #expect(only.output.contains("1 entry: 1 would be applied"), "\(name): \(only.errors)")
      }
      #expect(try pvkit("patch", "new", "--kit", kit, "two", "a").status == 0)
      for command in [["show", "a"], ["status", "--only", "a", tree]] {
        let run = try Command.run([Places.pvkit, "patch"] + command + ["--kit", kit])
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.contains("2 entries are called \"a\": one/0100-a, two/0210-a"))
      }
      // A group is what it was.
      let group = try pvkit("patch", "status", "--only", "two", "--kit", kit, tree).output
      #expect(group.contains("two/0200-b") && group.contains("two/0210-a"))
    }
  }

  @Test func explains() throws {
    try PatchTree.with { (_, kit) throws in
      #expect(try pvkit("patch", "explain", "--kit", kit).output.split(separator: "\n").count == 2)
      let one = try pvkit("patch", "explain", "--kit", kit, "0100").output
      #expect(one.hasPrefix("one/0100-a: s\n\nr\n\norigin    own\n"))
      #expect(one.hasSuffix("1 edit  a.c\n\n    edit a.c\n    find: one\n    replace: two\n"))
      let none = try pvkit("patch", "explain", "--kit", kit, "one/0100")
      #expect(none.status == 2 && none.errors.contains("nearest: one/0100-a"))
    }
  }

  /// The name that is like it, or all groups where nothing is like it.
  @Test(arguments: [
    ("two/0201-b", "nearest: two/0200-b"),
    ("nosuch", "the groups are: one, two"),
  ])
  func namesWhatMayBeMeant(_ name: String, _ says: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let show = try pvkit("patch", "show", "--kit", kit, name)
      #expect(show.status == 2 && show.errors.contains("no entry \"\(name)\"; \(says)"), "\(show)")
      let only = try pvkit("patch", "status", "--only", name, "--kit", kit, tree)
      #expect(only.status == 2 && only.errors.contains("entry \"\(name)\"; \(says)"), "\(only)")
    }
  }

  @Test func listsAGroup() throws {
    try PatchTree.with { (_, kit) throws in
      let group = try pvkit("patch", "show", "--kit", kit, "two")
      #expect(group.status == 0 && group.output == "two/0200-b  2.6.19  s\n", "\(group.errors)")
    }
  }
}
