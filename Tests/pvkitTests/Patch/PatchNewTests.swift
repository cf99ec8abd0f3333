// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch new`.
@Suite struct PatchNewTests {
  @Test func beginsANewEntry() throws {
    try PatchTree.with { (_, kit) throws in
      let run = try pvkit("patch", "new", "--kit", kit, "one", "more")
      #expect(run.output == "\(kit)/one/0110-more/entry\n")
      #expect(try pvkit("patch", "explain", "--kit", kit, "more").status == 0)
      #expect(try pvkit("patch", "explain", "--kit", kit, "0110").status == 0)
    }
  }

  @Test func aNewEntryHasAGroupAndAName() throws {
    try PatchTree.with { (_, kit) throws in
      #expect(try pvkit("patch", "new", "--kit", kit, "three", "a").status == 2)
      #expect(try pvkit("patch", "new", "--kit", kit, "one", "A b").status == 2)
      let empty = try pvkit("patch", "new", "--kit", kit, "one", "")
      #expect(
        empty.status == 2 && empty.errors.contains("the name is empty; give one of lower-case"))
    }
  }

  /// A group has no two entries of one name.
  @Test func aNameIsTakenOnce() throws {
    try PatchTree.with { (_, kit) throws in
      #expect(try pvkit("patch", "new", "--kit", kit, "one", "more").status == 0)
      let again = try pvkit("patch", "new", "--kit", kit, "one", "more")
      #expect(again.status == 2)
      #expect(
        again.errors.hasPrefix(
          "Error: the group has one/0110-more already; give the entry another name"))
      #expect(try pvkit("patch", "new", "--kit", kit, "two", "more").status == 0)
    }
  }
}
