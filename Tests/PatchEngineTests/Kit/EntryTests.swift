// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import PatchEngine

/// For which trees an entry is, and what comes along with it.
@Suite struct EntryTests {
  static let tree = [
    "arch/i386/a.c": "int a;\n", "arch/x86_64/a.c": "int a;\n", "include/asm-i386/a.h": "int a;\n",
    "include/asm-x86_64/a.h": "int a;\n", "mm/a.c": "int a;\n",
  ]
  static let kit = [
    "series": "one/0100-a\none/0110-b +i386\none/0120-c +x86_64\none/0130-d\n",
    "one/0100-a/entry": Scene.entry("edit {asm}/a.h\nfind: a\nreplace: both"),
    "one/0110-b/entry": Scene.entry("edit mm/a.c\nfind: a\nbefore: int i386;"),
    "one/0120-c/entry": Scene.entry("new {arch}/xen/b.c from b.c"),
    "one/0120-c/files/b.c": "/* b */\n",
    "one/0130-d/entry": Scene.entry(
      "edit {arch}/a.c on i386\nfind: a\nreplace: b\n\nnew c.c from one/0120-c:b.c on x86_64"),
  ]

  private func files(_ architectures: [Architecture]?, config: String? = nil) throws -> [String] {
    var files: [String] = []
    var tree = Self.tree
    tree[".config"] = config
    try Scene.with(tree: tree, kit: Self.kit) { scene in
      files = try scene.bench(architectures).apply(nil).files
      // What it was applied for is kept.
      let again = try scene.bench().apply(nil)
      #expect(again.files.isEmpty)
      _ = try scene.bench().revert(nil)
    }
    return files
  }

  static let of64Bits = ["arch/x86_64/xen/b.c", "c.c", "include/asm-x86_64/a.h"]
  static let ofI386 = ["arch/i386/a.c", "include/asm-i386/a.h", "mm/a.c"]

  @Test func anEntryOfAnotherArchitectureTouchesNothing() throws {
    #expect(try files([.x86_64]) == Self.of64Bits)
    #expect(try files([.i386]) == Self.ofI386)
    #expect(try files(nil) == (Self.of64Bits + Self.ofI386).sorted())
    #expect(try files(nil, config: "CONFIG_X86=y\nCONFIG_X86_64=y\n") == Self.of64Bits)
    #expect(try files(nil, config: "CONFIG_X86=y\nCONFIG_X86_32=y\n") == Self.ofI386)
    #expect(try files([.x86_64], config: "CONFIG_X86=y\n") == Self.of64Bits)
  }

  @Test func tellsForWhatItWasApplied() throws {
    try Scene.with(tree: Self.tree, kit: Self.kit) { scene in
      let notes = try scene.bench([.x86_64]).apply(nil).said
      #expect(notes == ["the kit is applied only for make ARCH=x86_64, not for i386"])
    }
  }

  @Test func aTreeHasWhatItHas() throws {
    let tree = Self.tree.filter { !$0.key.contains("i386") }
    try Scene.with(tree: tree, kit: Self.kit) { scene in
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.files == Self.of64Bits)
      #expect(outcome.entries.map(\.state) == [.applied, .otherArchitecture, .applied, .applied])
    }
  }

  @Test func anArchitectureThatTheReleaseLacksIsRefused() throws {
    let release = "Architecture x86_64: port\nPath asm: a\nPath arch: a\n"
    let kit = Self.kit.merging(["releases/2.6.18": release]) { $1 }
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try scene.bench([.i386]).apply(nil) }
      #expect(
        error?.description.contains(
          "would be built for i386, which the kit does not support in Linux 2.6.18; "
            + "build it with ARCH=x86_64") == true)
      #expect(throws: PatchError.self) { try scene.bench([.i386]).status(nil) }
    }
  }

  @Test func anEraIsOfTheRelease() throws {
    let release = Scene.release.replacing(
      "Architecture i386: port", with: "Architecture i386: mainline")
    let entry = Scene.entry("edit {asm}/a.h\nfind: a\nreplace: b")
    for (guards, path) in [
      ("+port", "include/asm-x86_64/a.h"), ("+mainline", "include/asm-i386/a.h"),
    ] {
      let kit = [
        "series": "one/0100-a \(guards)\n", "one/0100-a/entry": entry, "releases/2.6.18": release,
      ]
      try Scene.with(tree: Self.tree, kit: kit) { scene in
        let files = try scene.bench().apply(nil).files
        #expect(files == [path])
      }
    }
  }

  /// What an entry requires comes with it, and goes with what it requires.
  @Test func bringsWhatItRequires() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit mm/a.c\nfind: a\nbefore: int one;"),
      "two/1000-b/entry": Scene.entry(
        "edit mm/a.c\nfind: a\nafter: int two;", header: "Requires: one/0100-a"),
    ]
    try Scene.with(tree: Self.tree, kit: kit) { scene in
      let outcome = try scene.bench().apply(EntryChoice(groups: ["two"]))
      #expect(outcome.entries.map(\.entry) == ["one/0100-a", "two/1000-b"])
      #expect(outcome.said == ["included, because a chosen entry requires it: one/0100-a"])
      let back = try scene.bench().revert(EntryChoice(groups: ["two"]), isTrial: true)
      #expect(back.said == ["still applied: one/0100-a"])
      #expect(try scene.text("mm/a.c") == "int one;\nint a;\nint two;\n")
      let reverted = try scene.bench().revert(EntryChoice(groups: ["one"]))
      #expect(reverted.entries.map(\.state) == [.reverted, .reverted])
      #expect(reverted.said == ["also removed, because it requires a removed entry: two/1000-b"])
      #expect(!scene.hasRecord)
      #expect(try scene.bench().apply(EntryChoice(groups: ["one"])).entries.count == 1)
      let single = EntryChoice(groups: [], ids: ["two/1000-b"])
      #expect(try scene.bench().apply(single).said.isEmpty)
      #expect(try scene.bench().revert(single).entries.map(\.entry) == ["two/1000-b"])
    }
  }

  @Test func requiresWhatIsForAsMuch() throws {
    let kit = Self.kit.merging([
      "one/0130-d/entry": Scene.entry(
        "edit mm/a.c\nfind: a\ndelete", header: "Requires: one/0120-c")
    ]) { $1 }
    try Scene.with(kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(
        error?.description.contains("requires one/0120-c, which is not for i386 port") == true)
    }
  }

  /// Alternatives between sections, by release.
  @Test func takesTheAlternativeOfTheRelease() throws {
    let entry = Scene.entry(
      """
      either until 2.6.17:
      edit mm/a.c
      find: a
      replace: old
      or since 2.6.18:
      edit mm/a.c
      find: a
      replace: new
      either on i386:
      edit {asm}/a.h
      find: a
      replace: small
      or on x86_64:
      nothing
      end
      end
      """, header: "")
    for (release, text) in [("17", "int old;\n"), ("18", "int new;\n"), ("19", "int new;\n")] {
      let makefile = Scene.makefile.replacing("18", with: release)
      let tree = Self.tree.merging(["Makefile": makefile]) { $1 }
      try Scene.with(tree: tree, kit: ["one/0100-a/entry": entry]) { scene in
        _ = try scene.bench().apply(nil)
        #expect(try scene.text("mm/a.c") == text)
        let small = try scene.text("include/asm-i386/a.h") == "int small;\n"
        #expect(small == (release != "17"))
        #expect(try scene.text("include/asm-x86_64/a.h") == "int a;\n")
      }
    }
  }
}
