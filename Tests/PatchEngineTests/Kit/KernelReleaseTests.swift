// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

/// The release that a top Makefile says, and what a record keeps of it.
@Suite struct KernelReleaseTests {
  @Test(arguments: [
    ("", [2, 6, 18], ""), (".8", [2, 6, 18, 8], ""), (".8-x", [2, 6, 18, 8], "-x"),
    ("-rc3", [2, 6, 18], "-rc3"), ("5", [2, 6, 18], "5"), (".70000", [2, 6, 18], ".70000"),
    (".8.9", [2, 6, 18, 8], ".9"), (".8.9-x", [2, 6, 18, 8], ".9-x"),
    (".1.2.el5", [2, 6, 18, 1], ".2.el5"), (".", [2, 6, 18], "."), (".x", [2, 6, 18], ".x"),
    ("-a b", [2, 6, 18], "-a b"), (".\u{664}", [2, 6, 18], ".\u{664}"),
    (".8\u{301}", [2, 6, 18, 8], "\u{301}"),
  ])
  func readsEachExtraversion(_ extra: String, _ numbers: [Int], _ suffix: String) throws {
    let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
    let release = try #require(KernelRelease(makefile: Array(makefile.utf8)))
    #expect(release.numbers == numbers)
    #expect(Array(release.suffix.utf8) == Array(suffix.utf8))
    #expect(KernelRelease(row: release.row) == release)
    // Of records of earlier versions, as far as it can be told.
    if extra != "5" { #expect(KernelRelease(row: release.description)?.numbers == numbers) }
  }

  /// As make reads them: the last assignment counts.
  @Test(arguments: [
    ("SUBLEVEL = 19\n", "2.6.19"), ("SUBLEVEL := 19\n", "2.6.19"), ("SUBLEVEL ?= 19\n", "2.6.18"),
    ("EXTRAVERSION ?= .3\n", "2.6.18"), ("EXTRAVERSION += .3\n", "2.6.18.3"),
    ("EXTRAVERSION = .3 # the third\n", "2.6.18.3"), ("export SUBLEVEL=19\n", "2.6.19"),
    ("# SUBLEVEL = 19\n", "2.6.18"), ("all:\n\tSUBLEVEL = 19; x\n", "2.6.18"),
    ("all: SUBLEVEL = 19\n", "2.6.18"), ("SUBLEVELS = 19\n", "2.6.18"),
    (String(repeating: "# a long Makefile\n", count: 2000) + "SUBLEVEL = 19\n", "2.6.19"),
  ])
  func readsTheLastAssignment(_ more: String, _ release: String) {
    let makefile = Scene.makefile + more
    #expect(KernelRelease(makefile: Array(makefile.utf8))?.description == release)
  }

  @Test(arguments: ["", "2", "2.6", "2.6.", "2.6.x", "x.6.18", "2.70000.1", ".2.6.18", "2..6.18"])
  func takesNothingElse(_ text: String) {
    #expect(KernelRelease(text) == nil && KernelRelease(row: text) == nil)
  }

  /// What is applied comes off again, whatever the tree is called.
  @Test(arguments: ["5", ".70000", ".8.9", ".8.9-x", ".1.2.el5", "-rc3", ""])
  func isTheSameAllAlong(_ extra: String) throws {
    let kit = ["one/0100-a/entry": Scene.entry("edit a.c\nfind: one\nafter: two")]
    let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
    try Scene.with(tree: ["a.c": "one\n", "Makefile": makefile], kit: kit) { scene in
      let vanilla = try scene.snapshot()
      let release = try scene.bench().tree.release
      _ = try scene.bench().apply(nil)
      #expect(try scene.bench().status(nil).entries.map(\.state) == [.present])
      #expect(try scene.bench().apply(nil).files.isEmpty)
      // As versions before this one wrote it.
      let record = try #require(try scene.text(".pvkit/now/record"))
      let lines = try #require(SealedText.lines(of: record, title: Record.title)).map(String.init)
      let earlier =
        [Record.title] + lines.map { $0.hasPrefix("release ") ? "release \(release)" : $0 }
      try scene.put([".pvkit/now/record": SealedText.text(earlier)], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).entries.map(\.state) == [.present])
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot() == vanilla && !scene.hasRecord)
    }
  }
}
