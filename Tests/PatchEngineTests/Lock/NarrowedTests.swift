// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// A release was locked with something that it no longer gets: that is not the same as an entry which
/// was never for it.
@Suite struct NarrowedTests {
  private static let entry = Scene.entry(
    "edit a.c\nfind: int a;\nafter: int b;\n\nedit {arch}/c.c\nfind: int c;\nafter: int d;",
    header: "Requires:")
  private static let tree = [
    "a.c": "int a;\n", "arch/x86_64/c.c": "int c;\n", "arch/i386/c.c": "int c;\n",
  ]

  private func locked(_ body: (Scene) throws -> Void) throws {
    let other = Scene.entry("edit a.c\nfind: int a;\nbefore: int z;", header: "Until: 2.6.17")
    let kit = ["one/0100-a/entry": Self.entry, "one/0110-b/entry": other]
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      for release in ["2.6.17", "2.6.18"] {
        try scene.put(
          ["Makefile": Scene.makefile.replacing("18", with: "\(release.suffix(2))")],
          in: scene.treeFolder)
        let lock = try scene.bench().releaseLock()
        try scene.put(["releases/\(release).lock": lock.text], in: scene.kitFolder)
      }
      #expect(try cells(scene) == [.holds, .notNeeded])
      #expect(try scene.bench().status(nil).said.isEmpty)
      try body(scene)
    }
  }

  /// Of 2.6.18.
  private func cells(_ scene: Scene) throws -> [Matrix.Cell] {
    let matrix = try Matrix(Kit(directory: scene.kitFolder))
    let column = try #require(matrix.releases.firstIndex(of: "2.6.18"))
    return matrix.rows.map { $0.cells[column] }
  }

  @Test(arguments: [
    ("one/0100-a/entry", "Requires:", "Until: 2.6.17"),
    ("one/0100-a/entry", "edit a.c", "edit a.c until 2.6.17"),
    ("one/0100-a/entry", "edit {arch}/c.c", "edit {arch}/c.c on x86_64"),
    ("one/0100-a/entry", "edit a.c", "edit a.c until 2.6.18 on i386"),
    ("releases/2.6.18", "x86_64: port", "x86_64: mainline"),
    ("releases/2.6.18", "arch i386: arch/i386", "arch i386: arch/x86_64"),
    ("releases/2.6.18", "Architecture i386: port\n", ""),
    ("series", "one/0100-a +port", "one/0100-a +mainline"),
    ("series", "one/0100-a +port", "one/0100-a +i386"),
  ])
  func isShownAsChanged(_ path: String, _ old: String, _ new: String) throws {
    try locked { scene in
      // The guard is a part of what was locked.
      try scene.put(["series": "one/0100-a +port\none/0110-b\n"], in: scene.kitFolder)
      let again = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": again.text], in: scene.kitFolder)
      #expect(try cells(scene) == [.holds, .notNeeded])
      let bytes = try #require(try KitFile.read(scene.kitFolder + "/" + path))
      let text = String(decoding: bytes, as: UTF8.self)
      try #require(text.contains(old))
      try scene.put([path: text.replacing(old, with: new)], in: scene.kitFolder)
      #expect(try cells(scene) == [.unlocked, .notNeeded])
      let kit = try Kit(directory: scene.kitFolder)
      let lock = try #require(try kit.locks().first { $0.release == "2.6.18" })
      #expect(kit.changed(since: lock) == ["one/0100-a"])
    }
  }

  /// An entry that edits nothing is lost by an architecture or a release, too.
  @Test(arguments: [
    ("series", "+port", "+x86_64"), ("releases/2.6.18", "Architecture i386: port\n", ""),
    ("one/0100-new/entry", "new {asm}/x.h", "new {asm}/x.h on x86_64"),
    ("one/0100-new/entry", "new {asm}/x.h", "new {asm}/y.h from asm/x.h"),
    ("one/0100-new/entry", "new y.h", "new y.h on i386"),
    ("one/0100-new/entry", "new y.h", "new y.h until 2.6.17"),
    ("one/0100-new/entry", "generate notes n.S", "generate notes n.S on x86_64"),
  ])
  func aFileThatIsLost(_ path: String, _ old: String, _ new: String) throws {
    let entry = Scene.entry("new {asm}/x.h\nnew y.h\ngenerate notes n.S", header: "")
    let kit = [
      "one/0100-new/entry": entry, "one/0100-new/files/asm/x.h": "x\n",
      "one/0100-new/files/y.h": "y\n", "series": "one/0100-new +port\n",
    ]
    try Scene.with(kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().status(nil).said.isEmpty)
      let bytes = try #require(try KitFile.read(scene.kitFolder + "/" + path))
      let text = String(decoding: bytes, as: UTF8.self)
      try #require(text.contains(old))
      try scene.put([path: text.replacing(old, with: new)], in: scene.kitFolder)
      let changed = try Kit(directory: scene.kitFolder)
      let read = try #require(try changed.locks().first)
      #expect(changed.lost(since: read) == ["one/0100-new"])
      #expect(changed.changed(since: read) == ["one/0100-new"])
      let note = try #require(try scene.bench().status(nil).said.last)
      #expect(
        note.contains(
          "changes less in Linux 2.6.18 than when it was locked: \(scene.kitFolder)/one/0100-new; ")
      )
    }
  }

  @Test(arguments: ["Until: 2.6.17", "Since: 2.6.19"])
  func isSaidOfATree(_ header: String) throws {
    try locked { scene in
      let narrow = Self.entry.replacing("Requires:", with: header)
      try scene.put(["one/0100-a/entry": narrow], in: scene.kitFolder)
      let outcome = try scene.bench().status(nil)
      #expect(outcome.said.isEmpty == false, "\(outcome.notes)")
      #expect(
        outcome.said.last
          == scene.changed(
            "one/0100-a",
            text: "changes less in Linux 2.6.18 than when it was locked"))
      let matrix = try Matrix(Kit(directory: scene.kitFolder))
      let bench = try scene.bench()
      let row = try #require(matrix.adding(try bench.status(nil), of: bench).rows.first)
      #expect(row.cells.first == .unlocked)
    }
  }
}
