// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// Input whose reading takes time that grows linearly with its size, not with its square: each of
/// these took minutes.
@Suite struct LargeInputTests {
  /// Seconds of CPU time; in a debug build each takes a few.
  private let limit = 60.0

  @Test(arguments: ["lines 01234567", "edit a.c 01234567 1 i386", "new a.h i386"])
  func aLockOfManyRows(_ row: String) throws {
    let head = [Lock.title, "release 2.6.18", "entry one/0100-a 0123", "edit a.c 01234567 1 i386"]
    let text = SealedText.text(head + Array(repeating: row, count: 100_000))
    var read: Lock?
    let spent = try CPUTime.spent { () throws -> Void in read = try Lock(text: text, file: "lock") }
    #expect(spent < limit)
    let entry = try #require(read?.entries.first)
    let count = (entry.rows.first?.regions.count ?? 0) + entry.rows.count + entry.files.count
    #expect(count == 100_001)
  }

  @Test func aRecordOfManyFiles() throws {
    try Example.with { scene in
      let files = (0..<20_000).map { "new 644 0123456789abcdef d/\($0)" }
      let folders = (0..<20_000).map { "folder d\($0)" }
      let text = SealedText.text(
        [Record.title, "release 2.6.18", "arch x86_64", "entry one/0100-edits"] + folders + files)
      try scene.put([".pvkit/now/record": text], in: scene.treeFolder)
      #expect(try scene.bench().appliedKit != nil)
      var entries = 0
      let spent = try CPUTime.spent { () throws -> Void in
        entries = try scene.bench().revert(nil, isTrial: true).entries.count
        let appliedKit = try scene.bench().appliedKit
        for index in 0..<20_000 {
          _ = appliedKit?.file("d/\(index)")
          _ = appliedKit?.isDirectory("e\(index)")
        }
      }
      #expect(entries == 1 && spent < limit)
    }
  }

  @Test func aLineOfManyPlaces() throws {
    let line = String(repeating: String(repeating: "x;", count: 20_000) + "MARK", count: 100) + "\n"
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind 100 times: MARK\nafter: foo();")
    ]
    try Scene.with(tree: ["a.c": "y;\n" + line], kit: kit) { scene throws -> Void in
      var refusals: [EntryRefusal]?
      let spent = try CPUTime.spent { () throws -> Void in
        refusals = try scene.bench().status(nil).refusals
      }
      #expect(refusals?.isEmpty == true && spent < limit)
    }
  }

  /// A record that lists a path twice was not written by pvkit.
  @Test func aPathStandsOnce() {
    let row = "new 644 0123456789abcdef d/a"
    func text(_ count: Int) -> String {
      SealedText.text([Record.title, "release 2.6.18"] + Array(repeating: row, count: count))
    }
    #expect(Record(text: text(1)) != nil && Record(text: text(2)) == nil)
  }
}
