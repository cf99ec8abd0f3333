// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Glibc
import Testing

@testable import PatchEngine

/// What is on a tree is read from its record whole, or not at all: what the kit replaced is nowhere
/// else.
@Suite struct RecordTests {
  private func everything(_ scene: Scene) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try KitFile.all(below: scene.treeFolder) {
      files[path] = try KitFile.read(scene.treeFolder + "/" + path)
    }
    return files
  }

  /// No command takes it, and none changes a byte.
  private func expectRefused(_ scene: Scene, _ words: String, _ comment: Comment) throws {
    let before = try everything(scene)
    let works: [(Workbench) throws -> PatchOutcome] = [
      { try $0.status(nil) }, { try $0.apply(nil) }, { try $0.revert(nil) },
      { try $0.revert(EntryChoice(groups: ["one"])) },
    ]
    for work in works {
      let error = #expect(throws: PatchError.self, comment) { try work(scene.bench()) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(try everything(scene) == before, comment)
  }

  private func record(_ scene: Scene) throws -> String {
    let bytes = try #require(try KitFile.read(scene.treeFolder + "/.pvkit/now/record"))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func cutShortAtAnyLineOrByteItIsRefused() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      let whole = try record(scene)
      let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
      var cut = (0..<(lines.count - 1)).map { count in
        lines[..<count].map { $0 + "\n" }.joined()
      }
      cut += [String(whole.dropLast()), whole + "\n", whole.replacing("644", with: "600")]
      // A line that is missing in the middle.
      cut += (1..<(lines.count - 1)).map { index in
        (lines[..<index] + lines[(index + 1)...]).joined(separator: "\n")
      }
      for text in cut {
        try scene.put([".pvkit/now/record": text], in: scene.treeFolder)
        try expectRefused(
          scene, "record: is not a record of pvkit, or is damaged; restore", "\(text)")
      }
      try scene.put([".pvkit/now/record": whole], in: scene.treeFolder)
      #expect(try scene.bench().revert(nil).entries.count == 3)
    }
  }

  /// As versions before this one wrote them.
  private func asEarlier(_ text: String) -> String {
    let lines = text.split(separator: "\n").dropLast().map { line -> String in
      let words = line.split(separator: " ")
      switch words.first {
      case "pvkit": return Record.earlierTitle
      case "was", "new": return [words[0], words[1], words.last ?? ""].joined(separator: " ")
      default: return String(line)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  @Test func ofAnEarlierVersionItIsReadWholeOrRefused() throws {
    try Example.with { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let earlier = asEarlier(try record(scene))
      let lines = earlier.split(separator: "\n", omittingEmptySubsequences: false)
      try #require(lines.contains("was 644 kernel/a.c"))
      for count in 0..<(lines.count - 1) {
        let text = lines[..<count].map { $0 + "\n" }.joined()
        try scene.put([".pvkit/now/record": text], in: scene.treeFolder)
        try expectRefused(scene, "record: is not a record of pvkit, or is damaged", "\(text)")
      }
      try scene.put([".pvkit/now/record": earlier], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).entries.first?.state == .present)
      // Applied again, it gets its digests.
      _ = try scene.bench().apply(nil)
      #expect(try record(scene).hasPrefix(Record.title + "\n"))
      try scene.put([".pvkit/now/record": earlier], in: scene.treeFolder)
      #expect(try scene.bench().revert(nil).entries.count == 3)
      #expect(try scene.snapshot() == vanilla)
      #expect(!scene.hasRecord)
    }
  }

  /// What stands beside the record is a part of it.
  @Test(arguments: ["was/0", "is/0", "is/1"]) func aStoredFileThatChangedIsRefused(
    _ name: String
  ) throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      let place = ".pvkit/now/" + name
      let bytes = try #require(try KitFile.read(scene.treeFolder + "/" + place))
      try Data(bytes.dropLast()).write(to: URL(filePath: scene.treeFolder + "/" + place))
      let before = try everything(scene)
      let error = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(error?.description.contains("\(name): is damaged: it holds ") == true)
      unlink(scene.treeFolder + "/" + place)
      let missing = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(missing?.description.contains("\(name): is missing: it holds ") == true)
      try Data(bytes.dropLast()).write(to: URL(filePath: scene.treeFolder + "/" + place))
      #expect(try everything(scene) == before)
    }
  }

  /// Lost, or never there as with quilt: that is not an empty tree.
  @Test func withoutOneATreeWithTheKitIsNotReverted() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.treeFolder + "/.pvkit")
      try expectRefused(scene, "has text of the kit in", "no record")
      #expect(throws: PatchError.self) { try scene.bench([.i386]).revert(nil) }
    }
  }

  @Test func aVanillaTreeHasNothingToRevert() throws {
    try Example.with { scene in
      let outcome = try scene.bench().revert(nil)
      #expect(outcome.entries.isEmpty && outcome.files.isEmpty && outcome.refusals.isEmpty)
      try scene.put(
        ["Makefile": Scene.makefile.replacing("18", with: "30")], in: scene.treeFolder)
      #expect(try scene.bench().revert(nil).entries.isEmpty)
    }
  }

  /// Whatever is to be built now, and only what was there.
  @Test func theRecordSaysWhatIsTakenOff() throws {
    let entry = Scene.entry("edit a.c\nfind: int a;\nafter: int more_of_it;")
    let kit = [
      "one/0100-a/entry": entry,
      "two/1000-b/entry": entry.replacing("more", with: "less")
        .replacing("Until", with: "Requires: one/0100-a\nUntil"),
    ]
    try Scene.with(tree: ["a.c": "int a;\n"], kit: kit) { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench([.x86_64]).apply(EntryChoice(groups: ["one"]))
      try scene.put(
        ["releases/2.6.18": "Architecture x86_64: port\n"], in: scene.kitFolder)
      try scene.put([".config": "CONFIG_PPC=y\n"], in: scene.treeFolder)
      let outcome = try scene.bench([.i386]).revert(nil)
      #expect(outcome.entries.map(\.entry) == ["one/0100-a"])
      unlink(scene.treeFolder + "/.config")
      #expect(try scene.snapshot() == vanilla)
    }
  }
}
