// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import PatchEngine

/// What the files of `releases/` say, together.
@Suite struct ReleaseFileTests {
  /// A release has one name, and so one file.
  @Test(arguments: ["2.6.018", "02.6.18", "2.6.18.08", "2.6.65536", "2.6.+18"])
  func isNamedInOneWay(_ name: String) throws {
    try Example.with { scene in
      try scene.put(["releases/\(name)": Scene.release], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(
        error?.description.hasSuffix(
          "releases/\(name): is not named after a release such as 2.6.18") == true)
    }
  }

  private static let kit = ["one/0100-a/entry": Scene.entry("edit a.c\nfind: a\ndelete")]

  private func expectError(_ scene: Scene, _ words: String) {
    let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    "Architecture x86_64: mainline", "Path arch x86_64: arch/x86", "Make: CC=gcc-4",
    "Config x86_64: configs/b",
  ])
  func noLineIsGivenTwice(_ line: String) throws {
    let first = Scene.release + "Make: CC=gcc\nConfig x86_64: configs/a\n"
    let configs = ["configs/a": "", "configs/b": ""]
    let kit = Self.kit.merging(configs) { $1 }.merging(["releases/2.6.18": first]) { $1 }
    try Scene.with(kit: kit) { scene in
      #expect(throws: Never.self) { try Kit(directory: scene.kitFolder) }
      try scene.put(["releases/2.6.18": first + line + "\n"], in: scene.kitFolder)
      let key = line.prefix { $0 != ":" }
      expectError(scene, "releases/2.6.18:9: \(key) is given twice")
    }
  }

  /// A path that one release alone does not give.
  @Test func namesTheReleaseThatLacksAPath() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit {asm}/a.h\nfind: a\ndelete"),
      "releases/2.6.18": Scene.release.replacing("Path asm x86_64: include/asm-x86_64\n", with: ""),
    ]
    try Scene.with(kit: kit) { scene in
      expectError(
        scene,
        "one/0100-a/entry:6: \(scene.kitFolder)/releases/2.6.18 does not define {asm} for x86_64; "
          + "add this line to it: Path asm x86_64: DIRECTORY")
    }
  }

  @Test func namesAPathOfNoRelease() throws {
    let kit = ["one/0100-a/entry": Scene.entry("edit {arm}/a.c\nfind: a\ndelete")]
    try Scene.with(kit: kit) { scene throws -> Void in
      expectError(
        scene,
        "one/0100-a/entry:6: \(scene.kitFolder)/releases has no Path arm: \"arm\" is not known here; "
          + "nearest: asm; expected: arch, asm")
    }
  }

  @Test func aConfigurationIsThere() throws {
    let release = Scene.release + "Config x86_64: configs/none\n"
    try Scene.with(kit: Self.kit.merging(["releases/2.6.18": release]) { $1 }) { scene in
      expectError(
        scene, "releases/2.6.18: Config x86_64 names configs/none, which does not exist; write")
    }
  }

  /// A lock and a proof are of a release that the kit knows.
  @Test(arguments: [
    (["2.6.18.lock", "2.6.18.proof"], "releases/2.6.18.lock and releases/2.6.18.proof exist"),
    (["2.6.18.8.proof"], "releases/2.6.18.8.proof exists; restore it, or remove that too"),
  ])
  func noRecordIsLeftBehind(_ names: [String], _ says: String) throws {
    try Scene.with(kit: Self.kit) { scene in
      for name in names { try scene.put(["releases/\(name)": "x"], in: scene.kitFolder) }
      #expect(throws: Never.self) { try Kit(directory: scene.kitFolder) }
      unlink(scene.kitFolder + "/releases/2.6.18")
      expectError(scene, "releases/2.6.18: is missing, but \(says)")
    }
  }

  @Test func aRecordIsNamedAfterARelease() throws {
    try Scene.with(kit: Self.kit.merging(["releases/mine.lock": ""]) { $1 }) {
      expectError($0, "releases/mine.lock: is not named after a release")
    }
  }
}
