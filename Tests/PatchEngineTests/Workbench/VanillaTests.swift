// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import PatchEngine

/// Trees on which the kit cannot go: what they are is told in one line, by every command.
@Suite struct VanillaTests {
  typealias Work = @Sendable (Workbench) throws -> Void

  static let works: [Work] = [
    { _ = try $0.apply(nil) }, { _ = try $0.status(nil) }, { _ = try $0.series(nil) },
    { _ = try $0.diff(nil) }, { _ = try $0.apply(EntryChoice(groups: ["one"])) },
    { _ = try $0.apply(EntryChoice(groups: ["two"])) },
  ]

  @Test func recognizesItsOwnTextWithoutARecord() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try refuseAll(scene, ["has text of the kit in", "but no record of it in .pvkit"])
      let error = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(error?.description.contains("but no record of it in .pvkit") == true)
    }
  }

  /// Each edit by itself, after it was applied and its record lost.
  @Test(arguments: [
    "find: int two;\nafter: int inserted_two;", "find: int two;\nbefore: int inserted_two;",
    "find: two\nreplace: replaced_two", "find: int two;\nthrough: int three;\nreplace: int other;",
    "find: int two;\nreplace: long int two;", "find: int two;\nwrap CONFIG_XEN: int xen_two;",
    "find: int two;\nwrap CONFIG_XEN:", "append: int appended;",
  ])
  func recognizesEachEdit(_ edit: String) throws {
    let file = "int one;\nint two;\nint three;\n"
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\n\(edit)"),
      "one/0110-b/entry": Scene.entry("edit b.c\n\(edit)"),
    ]
    try Scene.with(tree: ["a.c": file, "b.c": file], kit: kit) { scene in
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try refuseAll(scene, ["has text of the kit in 2 files (a.c"], besides: 5)
    }
  }

  /// What one entry alone is to write may be the release's own: that entry is refused, what else is wrong
  /// is told too, and nothing is written a second time.
  @Test(arguments: [
    ("find: int two;\nafter: int inserted_two;", "int two;\nint inserted_two;\n"),
    ("find: int two;\nreplace: int other_two;", "int other_two;\n"),
  ])
  func aTextOfOneEntryMayBeTheReleasesOwn(_ edit: String, _ file: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\n\(edit)"),
      "one/0110-b/entry": Scene.entry("edit b.c\nfind: int two;\nafter: int later;"),
      "two/0120-c/entry": Scene.entry("edit b.c\nfind: int none;\nafter: int more;"),
    ]
    try Scene.with(tree: ["a.c": file, "b.c": "int two;\n"], kit: kit) { scene in
      let before = try scene.snapshot()
      for choice in [nil, EntryChoice(groups: ["one"])] {
        for outcome in [try scene.bench().apply(choice), try scene.bench().status(choice)] {
          let first = try #require(outcome.refusals.first)
          #expect(first.entry == "one/0100-a" && first.line == 7 && first.file == "a.c")
          #expect(first.problem.hasPrefix("already contains this edit's text, at line "))
          #expect(outcome.refusals.count == (choice == nil ? 2 : 1), "\(outcome.refusals)")
          #expect(outcome.said.contains { $0.hasPrefix("for text that is already there: if") })
        }
      }
      #expect(try scene.bench().apply(EntryChoice(groups: ["two"])).refusals.count == 1)
      #expect(try scene.bench().revert(nil).entries.isEmpty)
      #expect(try scene.snapshot() == before)
    }
  }

  /// Lines for a kernel with a symbol, and files of the kit's, are no release's own.
  @Test(arguments: [
    "edit a.c\nfind: int two;\nafter if CONFIG_XEN: int xen_two;",
    "edit a.c\nfind: int two;\nwrap CONFIG_XEN:", "new include/a.h from a",
  ])
  func oneTellingTextIsTheKits(_ sections: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry(sections), "one/0100-a/files/a": "/* of the kit */\n",
      "one/0110-b/entry": Scene.entry("edit b.c\nfind: int two;\nafter: int later;"),
    ].filter { !$0.key.contains("files") || sections.contains("from") }
    try Scene.with(tree: ["a.c": "int two;\n", "b.c": "int two;\n"], kit: kit) { scene in
      _ = try scene.bench().apply(EntryChoice(groups: [], ids: ["one/0100-a"]))
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try refuseAll(scene, ["has text of the kit in 1 file ("], besides: 5)
    }
  }

  /// What vanilla files have conditions on is no text of the kit's: only a symbol that the kit brings.
  @Test(arguments: ["before if CONFIG_SMP: int smp;", "wrap CONFIG_SMP: long last;"])
  func aSymbolOfTheKernelsIsNotTheKits(_ operation: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit s.c\nfind: int last;\n\(operation)"),
      "one/0110-b/entry": Scene.entry("edit Kconfig\nfind: config A\nbefore: config BOTH"),
    ]
    let file = "#ifdef CONFIG_SMP\nint q;\n#endif\n# if defined(CONFIG_SMP)\n#endif\nint last;\n"
    try Scene.with(tree: ["s.c": file, "Kconfig": "config A\n"], kit: kit) { scene in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      #expect(try scene.bench().releaseLock().release == "2.6.18")
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try refuseAll(scene, ["has text of the kit in 2 files"], besides: 5)
    }
    try Scene.with(
      tree: ["s.c": file, "Kconfig": "config A\n"],
      kit: kit.merging([
        "one/0110-b/entry": Scene.entry("edit Kconfig\nfind: config A\nbefore: config SMP")
      ]) { $1 }
    ) { scene in
      try refuseAll(scene, ["has text of the kit in 1 file (s.c"], besides: 5)
    }
  }

  @Test func refusesAReleaseThatTheKitDoesNotKnow() throws {
    try Example.with { scene in
      let makefile = Scene.makefile.replacing("18", with: "12")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      try refuseAll(
        scene,
        [
          "is Linux 2.6.12, which the kit does not know; use a release that it knows, nearest: 2.6.16, 2.6.17, 2.6.18"
        ])
    }
  }

  @Test func tellsAXenLinuxTree() throws {
    let series = "one/0100-edits\none/0110-files +port\ntwo/1000-more +port\ntwo/1010-later\n"
    try Example.with { scene in
      try scene.put(["series": series], in: scene.kitFolder)
      try scene.put(
        ["drivers/xen/core/evtchn.c": "x", "include/xen/b.h": "y"], in: scene.treeFolder)
      try refuseAll(scene, ["it has its own Xen port (drivers/xen/core/evtchn.c)"])
      try scene.put(
        ["series": series.replacing("more +port", with: "more")], in: scene.kitFolder)
      #expect(try scene.bench().apply(EntryChoice(groups: ["two"])).refusals.isEmpty)
    }
  }

  /// What is not the kit's is not the kit's to take off, as often as it is asked for.
  @Test func revertLeavesAnotherPortAlone() throws {
    try Example.with { scene in
      try scene.put(
        ["series": "one/0100-edits +port\none/0110-files\ntwo/1000-more +port\ntwo/1010-later\n"],
        in: scene.kitFolder)
      try scene.put(
        [
          "drivers/xen/core/evtchn.c": "x",
          "kernel/a.c": "#include <x.h>\n#ifdef CONFIG_XEN\nint one(void)\n#endif\nint two;\n",
        ], in: scene.treeFolder)
      let before = try scene.snapshot()
      for _ in 0..<2 {
        let outcome = try scene.bench().revert(nil)
        #expect(outcome.entries.isEmpty && outcome.isBare)
        #expect(
          outcome.said == ["has its own Xen port (drivers/xen/core/evtchn.c), which is kept"])
        #expect(try scene.snapshot() == before)
        _ = try scene.bench().apply(EntryChoice(groups: [], ids: ["one/0110-files"]))
        _ = try scene.bench().revert(nil)
      }
      // What is the kit's is recognized there, too.
      _ = try scene.bench().apply(EntryChoice(groups: [], ids: ["one/0110-files"]))
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      let error = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(error?.description.contains("has text of the kit in") == true)
    }
  }

  /// A release that is a guest by itself is no port's, whatever its file in the kit says.
  @Test(arguments: [
    ("arch/i386/xen/enlighten.c", "i386"), ("arch/x86/xen/xen-asm.S", "i386"),
    ("arch/x86/xen/xen-asm_64.S", "x86_64"),
  ])
  func tellsMainlinesOwnXen(_ mark: String, _ architecture: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("new include/xen/a.h from a\nnew include/xen/b.h from a"),
      "one/0100-a/files/a": "a\n", "series": "one/0100-a +port\n",
    ]
    try Scene.with(tree: [mark: "x", "include/xen/a.h": "y"], kit: kit) { scene in
      for work in Self.works.prefix(4) {
        let error = #expect(throws: PatchError.self) { try work(scene.bench()) }
        #expect(
          error?.description.contains(
            "is Linux 2.6.18, which has its own Xen code for \(architecture) (\(mark)): its era is "
              + "mainline; write Architecture \(architecture): mainline into") == true, "\(error!)")
      }
    }
  }

  /// The kit's own port has a file of that name too: a tree that got it by quilt is not mainline's.
  @Test func tellsTheKitsOwnFileFromMainlines() throws {
    let mark = "arch/i386/xen/enlighten.c"
    let kit = [
      "one/0100-a/entry": Scene.entry("new \(mark) from a"), "one/0100-a/files/a": "a\n",
      "series": "one/0100-a +port\n",
    ]
    try Scene.with(tree: [mark: "a\n"], kit: kit) { scene in
      for work in Self.works.prefix(4) {
        let error = #expect(throws: PatchError.self) { try work(scene.bench()) }
        #expect(error?.description.contains("has text of the kit in 1 file") == true, "\(error!)")
      }
    }
  }

  /// Where only the other architecture is a guest, its files are in the way all at once.
  @Test func namesTogetherWhatMainlineHas() throws {
    let lines = ["a", "b", "c"].map { "new include/xen/\($0).h from a" }.joined(separator: "\n")
    let kit = [
      "one/0100-a/entry": Scene.entry(lines), "one/0100-a/files/a": "a\n",
      "one/0110-b/entry": Scene.entry("new include/xen/d.h from one/0100-a:a"),
      "series": "one/0100-a +port +x86_64\none/0110-b +port +x86_64\n",
    ]
    let tree = [
      "arch/x86/xen/enlighten.c", "include/xen/a.h", "include/xen/c.h", "include/xen/d.h",
    ]
    try Scene.with(tree: Dictionary(uniqueKeysWithValues: tree.map { ($0, "x") }), kit: kit) {
      scene in
      let outcome = try scene.bench([.x86_64]).status(nil)
      #expect(outcome.entries.map(\.state) == [.refused, .refused])
      #expect(outcome.refusals.count == 1)
      #expect(
        outcome.refusals.first?.description.hasPrefix(
          "include/xen/a.h: would be created, but already exists, like include/xen/c.h, include/xen/d.h: Linux 2.6.18 has its own Xen code (arch/x86/xen/enlighten.c); if that implements the guest, its era is mainline (Architecture ARCH: mainline in releases/2.6.18), otherwise"
        )
          == true)
    }
  }

  /// - Parameter besides: the work that may be done all the same.
  private func refuseAll(_ scene: Scene, _ words: [String], besides: Int? = nil) throws {
    let before = try scene.snapshot()
    for (index, work) in Self.works.enumerated() where index != besides {
      let error = #expect(throws: (any Error).self) { try work(scene.bench()) }
      guard let error = error as? PatchError else { continue }
      for word in words { #expect(error.description.contains(word), "\(error)") }
      #expect(!error.description.contains("\n"))
    }
    #expect(try scene.snapshot() == before)
  }
}
