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
    let tree = ["a.c": "int one;\nint two;\nint three;\n"]
    let entry = Scene.entry("edit a.c\n\(edit)")
    try Scene.with(tree: tree, kit: ["one/0100-a/entry": entry]) { scene in
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try refuseAll(scene, ["has text of the kit in 1 file (a.c"], besides: 5)
    }
  }

  @Test func refusesAReleaseThatTheKitDoesNotKnow() throws {
    try Example.with { scene in
      let makefile = Scene.makefile.replacing("18", with: "12")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      try refuseAll(
        scene,
        [
          "is Linux 2.6.12, which the kit does not know; take a release that it knows, "
            + "nearest: 2.6.16, 2.6.17, 2.6.18"
        ])
    }
  }

  @Test func tellsAXenLinuxTree() throws {
    let series = "one/0100-edits\none/0110-files +port\ntwo/1000-more +port\ntwo/1010-later\n"
    try Example.with { scene in
      try scene.put(["series": series], in: scene.kitFolder)
      try scene.put(
        ["drivers/xen/core/evtchn.c": "x", "include/xen/b.h": "y"], in: scene.treeFolder)
      try refuseAll(scene, ["it has a Xen port of its own (drivers/xen/core/evtchn.c)"])
      try scene.put(
        ["series": series.replacing("more +port", with: "more")], in: scene.kitFolder)
      #expect(try scene.bench().apply(EntryChoice(groups: ["two"])).refusals.isEmpty)
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
