// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch audit`: entries, headers and the kernel that was built.
@Suite struct PatchAuditTests {
  /// An entry that brings headers of Xen's interface.
  private static let generating = PatchTree.generating(
    "generate headers include/xen/interface/xen.h\n"
      + "generate notes include/asm-x86_64/xen/hypervisor.h\n")

  /// Entries, and then the vmlinux, with the exit code of the worse.
  @Test func checksTheChain() throws {
    try PatchTree.with { (tree, kit) throws in
      let bare = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(bare.status == 0 && bare.errors.contains("vmlinux does not exist"))
      #expect(bare.output.hasSuffix("\n\(tree): entries: no findings\n"))
      try FileManager.default.copyItem(
        atPath: try DebianImages.linuxCloud(), toPath: tree + "/vmlinux")
      let built = try pvkit("patch", "check", "--kit", kit, "--format", "json", tree)
      let objects = try built.objects()
      try #require(objects.count == 4)
      #expect(objects[0]["counts"] != nil && objects[1]["verdicts"] != nil)
      #expect(objects[2]["structures"] != nil && objects[3]["classes"] != nil)
    }
  }

  /// The headers of a tree are verified before anything is built, and no later.
  @Test func verifiesTheHeadersOfATreeThatIsNotBuilt() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(["one/0100-a/entry": Self.generating], in: kit)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let right = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(right.status == 0, "\(right.errors)")
      #expect(right.output.hasSuffix("\n\(tree): entries, headers: no findings\n"))
      let header = tree + "/include/xen/interface/xen.h"
      let text = try String(contentsOfFile: header, encoding: .utf8)
      let spoilt = text.replacing("#define __HYPERVISOR_mmu_update", with: "#define X")
      try (spoilt + "\n#define __HYPERVISOR_mmu_update 77\n").write(
        toFile: header, atomically: false, encoding: .utf8)
      let wrong = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(wrong.status == 1, "\(wrong.errors)")
      #expect(wrong.output.hasSuffix("\n\(tree): entries, headers: findings, see above\n"))
    }
  }

  /// A tree that lost some of the kit's text, got other text, or has another form of it.
  @Test func findsWhatIsNotAsTheKitHasIt() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "one/0100-a/entry": PatchTree.entry
            + "Until: 2.6.18\nedit a.c\nfind: one\nreplace: two\n\nnew b.h\n",
          "one/0100-a/files/b.h": "int b;\n",
        ], in: kit)
      func audit(_ words: String...) throws -> (status: Int32, output: String, errors: String) {
        let run = try Command.run([Places.pvkit, "patch", "audit", "--kit", kit, tree] + words)
        return (run.status, run.output, run.errors)
      }
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      let applied = ["a.c": "int two;\n", "b.h": "int b;\n"]
      #expect(try audit().status == 0)
      for (file, text) in [("a.c", "int two;\nint more;\n"), ("b.h", "")] {
        try PatchTree.put([file: text], in: tree)
        let run = try audit()
        #expect(run.status == 1 && run.output.contains("changed by hand: \(file)\n"), "\(run)")
        #expect(run.output.hasSuffix("\(tree): entries: findings, see above\n"))
        #expect(try audit("--format", "json").status == 1)
        try PatchTree.put(applied, in: tree)
      }
      for file in ["a.c", "b.h"] {
        try FileManager.default.removeItem(atPath: tree + "/" + file)
        #expect(try audit().status == 1, "\(file)")
        try PatchTree.put(applied, in: tree)
      }
      #expect(try audit().status == 0)
      try PatchTree.put(["one/0100-a/files/b.h": "int more;\n"], in: kit)
      let changed = try audit()
      #expect(changed.status == 1)
      #expect(
        changed.errors.contains(
          "pvkit: \(tree): the kit was changed since it was applied: one/0100-a; pvkit patch apply "
        ),
        "\(changed.errors)")
      #expect(try audit("--only", "two").status == 0)
    }
  }

  /// What the configuration was asked for and does not have, as the kernel's build left it.
  @Test func reportsMissingOptions() throws {
    try PatchTree.with { (tree, kit) throws in
      #expect(!(try pvkit("patch", "check", "--kit", kit, tree).errors.contains("asked for")))
      try Data("CONFIG_SMP=y\n# no option\nCONFIG_NR_CPUS=8\n".utf8)
        .write(to: URL(fileURLWithPath: tree + "/.config.missing"))
      let run = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(
        run.errors.contains(
          "asked for, and not in the configuration of a Xen guest: SMP, NR_CPUS\n"))
    }
  }

  /// An option that the release does not have is not one that a guest does not get.
  @Test func tellsMissingOptionsFromUnknownOnes() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          ".config.missing": "CONFIG_SMP=y\nCONFIG_LATER=y\nCONFIG_PCI=y\nCONFIG_FAR=y\n",
          "arch/x86_64/Kconfig":
            "config SMP\n\tbool\nsource \"init/Kconfig\"\nsource \"none\"\n# config LATER\n",
          "init/Kconfig": "menuconfig PCI\n\tbool\nsource arch/x86_64/Kconfig\n",
          "other/Kconfig": "config FAR\n",
        ], in: tree)
      let run = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(
        run.errors.contains(
          "asked for, and not in the configuration of a Xen guest: SMP, PCI\npvkit: \(tree): asked for, "
            + "and no option of this release: LATER, FAR\n"), "\(run.errors)")
    }
  }

  /// A tree that got the kit by quilt or git am has no record of it: what can be checked all the same is.
  @Test func auditsATreeWithoutARecord() throws {
    try PatchTree.with { (tree, kit) throws in
      let entry =
        Self.generating + "edit a.c\nfind: int one;\nafter if CONFIG_XEN: int more_of_the_kit;\n"
      try PatchTree.put(["one/0100-a/entry": entry], in: kit)
      let export = [
        "sh", "-ec",
        "'\(Places.pvkit)' patch export --diff --kit '\(kit)' '\(tree)' | patch -s -d '\(tree)' -p1",
      ]
      #expect(try Command.run(export).status == 0)
      try pvkit("patch", "status", "--kit", kit, tree)
        .expectOneError(containing: "has text of the kit in ")
      let run = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(run.status == 0 && run.output.hasSuffix("\(tree): headers: no findings\n"), "\(run)")
      #expect(
        run.errors.hasPrefix("pvkit: note: \(tree): has text of the kit in ")
          && run.errors.contains("but no record of it in .pvkit; its entries were not checked\n"),
        "\(run.errors)")
      // Where nothing else is there to check, it is an error.
      try FileManager.default.removeItem(atPath: tree + "/include")
      let none = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(none.status == 3 && none.output.isEmpty)
      #expect(none.errors.contains("restore .pvkit; "), "\(none.errors)")
    }
  }

  /// What a group knows to be right is left out, and told by its number.
  @Test func leavesOutWhatTheKitKnowsToBeRight() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(["releases/2.6.18": "Architecture i386: port\n"], in: kit)
      try FileManager.default.copyItem(
        atPath: try DebianImages.hvmloader(), toPath: tree + "/vmlinux")
      func check() throws -> (found: Int, suppressed: Int, stale: Int) {
        let run = try pvkit("patch", "check", "--kit", kit, "--format", "json", tree)
        #expect(run.errors.contains("has no types (CONFIG_DEBUG_INFO)"))
        let code = try #require(try run.objects().last)
        let counts = try #require(code["counts"] as? [String: Int])
        return (
          (counts["error"] ?? 0) + (counts["warning"] ?? 0),
          try #require(code["suppressed"] as? Int), try #require(code["stale"] as? [Any]).count
        )
      }
      let before = try check()
      try #require(before.found > 0 && before.suppressed == 0)
      // The last line matches nothing, which is a finding. The other file is for other releases.
      let folder = kit + "/suppressions/i386"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let file = folder + "/all"
      try "* cli as it should be\n".write(
        toFile: folder + "/2.6.19-", atomically: false, encoding: .utf8)
      try "* hlt as it should be\nnobody cli once\n".write(
        toFile: file, atomically: false, encoding: .utf8)
      let after = try check()
      #expect(after.suppressed > 0 && after.stale == 1)
      #expect(before.found == after.found + after.suppressed)
      let text = try pvkit("patch", "audit", "--kit", kit, tree).output
      #expect(text.contains("stale: \(file):2: nobody cli matches nothing\n"))
      try "* hlt\n".write(toFile: file, atomically: false, encoding: .utf8)
      let wrong = try pvkit("patch", "check", "--kit", kit, tree)
      #expect(wrong.status == 3 && wrong.errors.contains("i386/all: line 1 has no reason"))
    }
  }

  /// The kit's own reviews are read whether there is a kernel or not.
  @Test func readsTheSuppressionsOfATreeThatIsNotBuilt() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(["suppressions/x86_64/all": "* hlt it waits there\njunk\n"], in: kit)
      let run = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(
        run.status == 3 && run.errors.contains("x86_64/all: line 2 has no reason"), "\(run.errors)")
    }
  }

  /// A tree for two architectures has a kernel for one, and the other's reviewed places are not in it.
  @Test func takesTheReviewedPlacesOfTheKernelsArchitecture() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "releases/2.6.18": "Architecture x86_64: port\nArchitecture i386: port\n",
          "suppressions/i386/all": "nowhere  hlt  it waits there\n",
        ], in: kit)
      try FileManager.default.copyItem(
        atPath: try DebianImages.linuxCloud(), toPath: tree + "/vmlinux")
      let both = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(!both.output.contains("matches nothing"), "\(both.output)")
      try PatchTree.put(["suppressions/x86_64/all": "nowhere  hlt  it waits there\n"], in: kit)
      let own = try pvkit("patch", "audit", "--kit", kit, tree)
      #expect(own.output.contains("x86_64/all:1: nowhere hlt matches nothing"), "\(own.output)")
      #expect(!own.output.contains("i386/all"))
    }
  }

  /// An architecture that was asked for and cannot be verified is named, and the exit code says so.
  @Test func namesAnArchitectureWithoutHeaders() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "one/0100-a/entry": Self.generating,
          "releases/2.6.18": "Architecture x86_64: port\nArchitecture i386: port\n",
        ], in: kit)
      #expect(try pvkit("patch", "apply", "--kit", kit, tree).status == 0)
      for (words, status) in [(["x86_64"], 0), (["i386"], 3), (["i386", "x86_64"], 3)] {
        let options = words.flatMap { ["--arch", $0] }
        let run = try Command.run([Places.pvkit, "patch", "audit", "--kit", kit, tree] + options)
        #expect(run.status == status, "\(words): \(run.errors)")
        #expect(
          run.errors.contains(
            "has no headers of Xen's interface for i386, which were not verified; it has those for "
              + "x86_64\n") == (status == 3), "\(run.errors)")
        #expect(run.output.contains("headers: ") == words.contains("x86_64"), "\(run.output)")
      }
    }
  }
}
