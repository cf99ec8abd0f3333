// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import PatchEngine

/// What the matrix shows of what was locked, and of a tree in a column of its own.
@Suite struct MatrixTests {
  private static let entry = Scene.entry("edit a.c\nfind: int a;\nafter: int b;")
  private static let other = Scene.entry(
    "edit a.c\nfind: int a;\nbefore: int z;", header: "Since: 2.6.17")

  /// 2.6.18 is locked, 2.6.19 is not.
  private func locked(_ body: (Scene) throws -> Void) throws {
    let kit = [
      "one/0100-a/entry": Self.entry,
      "two/0110-b/entry": Self.other,
    ]
    try Scene.with(tree: ["a.c": "int a;\n"], kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      try body(scene)
    }
  }

  /// The last column of the matrix with the tree.
  private func column(_ scene: Scene) throws -> [Matrix.Cell?] {
    let bench = try scene.bench()
    return try Matrix(bench.kit).adding(try bench.status(nil), of: bench).rows.map(\.cells.first)
  }

  @Test func showsWhatIsGoneSinceTheLock() throws {
    try locked { scene in
      #expect(try Matrix(Kit(directory: scene.kitFolder)).gone.allSatisfy(\.isEmpty))
      try FileManager.default.removeItem(atPath: scene.kitFolder + "/one")
      try scene.put(["series": "two/0110-b\n"], in: scene.kitFolder)
      let matrix = try Matrix(Kit(directory: scene.kitFolder))
      #expect(matrix.releases == ["2.6.16", "2.6.17", "2.6.18", "2.6.19"])
      #expect(matrix.gone == [[], [], ["one/0100-a"], []] && !matrix.isSound)
      #expect(matrix.only(EntryChoice(groups: ["two"])).gone == [[], [], [], []])
    }
  }

  /// As in the column of its release, whether it was changed since it was locked.
  @Test func showsOfATreeWhatWasChangedSince() throws {
    try locked { scene in
      #expect(try column(scene) == [.holds, .holds])
      let changed = Self.entry.replacing("int b", with: "int c")
      try scene.put(["one/0100-a/entry": changed], in: scene.kitFolder)
      #expect(try column(scene) == [.unlocked, .holds])
      try scene.put(["a.c": "int d;\n"], in: scene.treeFolder)
      #expect(try column(scene) == [.refused, .refused])
    }
  }

  @Test func showsOfATreeThatItWasNeverLocked() throws {
    try locked { scene in
      let next = Scene.makefile.replacing("18", with: "19")
      try scene.put(["Makefile": next], in: scene.treeFolder)
      #expect(try column(scene) == [.notNeeded, .neverLocked])
    }
  }

  /// A proof says nothing about another architecture, and the matrix can be of one alone.
  @Test func looksAtEachArchitecture() throws {
    let kit = [
      "one/0100-a/entry": Self.entry, "two/0110-b/entry": Self.other,
      "series": "one/0100-a\ntwo/0110-b +i386\n",
      "releases/2.6.19": "Architecture i386: port\nPath arch i386: arch/i386\n",
    ]
    try Scene.with(tree: ["a.c": "int a;\n"], kit: kit) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      let kit = try Kit(directory: scene.kitFolder)
      let proof = try Proof(
        of: scene.bench([.x86_64]).wholePlan(), kit: kit, compiler: "gcc", hypervisor: "none",
        results: Proof.stages.map {
          Proof.Result(architecture: "x86_64", stage: $0, state: .held, seconds: 1, detail: "")
        }, timings: [])
      _ = try kit.record(proof)
      let both = try Matrix(kit)
      #expect(
        both.architectures == [
          Matrix.ProvenRow(architecture: "i386", standings: [.never, .never, .never, .never]),
          Matrix.ProvenRow(
            architecture: "x86_64", standings: [.never, .never, .proven, .notNeeded]),
        ])
      #expect(both.proofs[2] == .never && both.rows[1].cells[2] == .holds)
      let wide = try Matrix(kit, on: [.x86_64])
      #expect(wide.architectures == [both.architectures[1]])
      #expect(wide.proofs == [.never, .never, .proven, .notNeeded])
      #expect(wide.rows[1].cells == [.notNeeded, .notNeeded, .notNeeded, .notNeeded])
      let narrow = try Matrix(kit, on: [.i386])
      #expect(narrow.architectures == [both.architectures[0]] && narrow.rows[1] == both.rows[1])
      #expect(both.unsound == ["2.6.16, 2.6.17, 2.6.19: never locked; run: pvkit patch lock TREE"])
    }
  }

  /// A tree that is not to be locked is to get what a release got.
  @Test(arguments: [".5", "-92.el5"]) func showsOfAnotherTree(_ extra: String) throws {
    try locked { scene in
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      #expect(try column(scene) == [.holds, .holds])
      let changed = Self.entry.replacing("int b", with: "int c")
      try scene.put(["one/0100-a/entry": changed], in: scene.kitFolder)
      #expect(try column(scene) == [.unlocked, .holds])
    }
  }
}
