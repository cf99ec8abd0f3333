// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Which architecture a tree is for: --arch, ARCH, the configuration, the record.
@Suite struct PatchArchitectureTests {
  /// By ARCH, or by the tree's configuration.
  @Test func refusesAProcessorThatPvkitLacks() throws {
    try PatchTree.with { (tree, kit) throws in
      let words =
        "would be built for powerpc, which the kit does not support in Linux 2.6.18; "
        + "build it with ARCH=x86_64"
      for command in ["status", "apply", "audit"] {
        try Command.run(
          ["env", "ARCH=powerpc", Places.pvkit, "patch", command, "--kit", kit, tree]
        ).expectOneError(containing: words)
      }
      for symbol in ["PPC64", "UML", "X86_32"] {
        try "CONFIG_X86=y\nCONFIG_\(symbol)=y\n".write(
          toFile: tree + "/.config", atomically: false, encoding: .utf8)
        try pvkit("patch", "status", "--kit", kit, tree).expectOneError(
          containing: "would be built for \(symbol == "X86_32" ? "i386" : symbol), which the kit")
        #expect(
          try Command.run(
            ["env", "ARCH=x86_64", Places.pvkit, "patch", "status", "--kit", kit, tree]
          ).status == 0)
      }
    }
  }

  /// ARCH is the environment's, as for the kernel's make; --arch wins.
  @Test func refusesAnArchitectureThatTheKitLacks() throws {
    try PatchTree.with { (tree, kit) throws in
      let apply = [Places.pvkit, "patch", "apply", "--kit", kit, tree]
      let i386 = try Command.run(["env", "ARCH=i386"] + apply)
      i386.expectOneError(containing: "would be built for i386, which the kit does not support")
      #expect(try Command.run(["env", "ARCH=i386"] + apply + ["--arch", "x86_64"]).status == 0)
    }
  }

  /// Which of the two the kernel's own name means, the configuration says; `--arch` counts once.
  @Test func x86IsBoth() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        ["releases/2.6.24": "Architecture x86_64: port\nArchitecture i386: port\n"], in: kit)
      let status = ["env", "ARCH=x86", Places.pvkit, "patch", "status", "--kit", kit, tree]
      try Command.run(status).expectOneError(containing: "would be built for x86, which")
      let makefile = "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 24\n"
      try PatchTree.put(["Makefile": makefile, ".config": "CONFIG_X86_64=y\n"], in: tree)
      let run = try Command.run(status)
      #expect(run.status == 0 && run.output.contains("two/0200-b"), "\(run.errors)")
      let twice = ["--arch", "x86_64", "--arch", "x86_64"]
      let apply = try Command.run(
        [Places.pvkit, "patch", "apply", "--kit", kit, tree] + twice)
      #expect(apply.status == 0, "\(apply.errors)")
      let record = try #require(PatchTree.text(tree + "/.pvkit/now/record"))
      #expect(record.split(separator: "\n").count { $0 == "arch x86_64" } == 1)
    }
  }

  /// What the kit was applied for counts, and where the configuration is another one, that is said.
  @Test func saysForWhichOneTheKitIsOnTheTree() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "releases/2.6.18": "Architecture x86_64: mainline\nArchitecture i386: mainline\n"
            + "Path arch x86_64: arch/x86\nPath arch i386: arch/x86\n"
        ], in: kit)
      try PatchTree.put(["arch/x86/Makefile": ""], in: tree)
      #expect(try pvkit("patch", "apply", "--kit", kit, "--arch", "i386", tree).status == 0)
      for command in ["apply", "status"] {
        let run = try pvkit("patch", command, "--kit", kit, tree)
        #expect(
          run.errors == "pvkit: note: \(tree): the kit is applied only for make ARCH=i386, not for "
            + "x86_64, as before (--arch changes that)\n", "\(run.errors)")
      }
      try PatchTree.put([".config": "CONFIG_X86_64=y\n"], in: tree)
      for command in ["apply", "status"] {
        let run = try pvkit("patch", command, "--kit", kit, tree)
        #expect(
          run.errors.contains(
            "its .config is for x86_64, for which the kit was not applied; pvkit patch apply --arch "
              + "x86_64\n"), "\(run.errors)")
      }
      try PatchTree.put([".config": "CONFIG_X86=y\n"], in: tree)
      let same = try pvkit("patch", "apply", "--kit", kit, tree)
      #expect(!same.errors.contains(".config"), "\(same.errors)")
    }
  }

  /// The same refusal ends in the same way, whoever makes it.
  @Test(arguments: ["status", "apply", "audit", "prove", "export --diff"])
  func everyCommandRefusesIt(_ command: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let words = command.split(separator: " ").map(String.init)
      try Command.run(
        [Places.pvkit, "patch"] + words + ["--arch", "i386", "--kit", kit, tree]
      ).expectOneError(
        containing: "would be built for i386, which the kit does not support in Linux 2.6.18")
    }
  }

  /// Why a group has nothing to do: the release, or what is to be built.
  @Test func saysWhyAGroupIsIdle() throws {
    try PatchTree.with { (tree, kit) throws in
      try PatchTree.put(
        [
          "releases/2.6.18": "Architecture x86_64: port\nArchitecture i386: port\n",
          "series": "one/0100-a\ntwo/0200-b\nthree/0300-c +i386\n",
          "three/0300-c/entry": PatchTree.entry + "edit a.c\nfind: int\nbefore: long i386;\n",
        ], in: kit)
      let apply = ["patch", "apply", "--kit", kit, "--arch", "x86_64", tree]
      let only = try Command.run([Places.pvkit] + apply + ["--only", "three"])
      #expect(only.status == 3)
      #expect(only.errors.contains("has nothing to do: no entry for x86_64 in: three; nothing was"))
      let some = try Command.run(
        [Places.pvkit] + apply + ["one", "two", "three"].flatMap { ["--only", $0] })
      #expect(some.status == 0)
      #expect(
        some.errors
          == "pvkit: no entry for Linux 2.6.18 in: two\npvkit: no entry for x86_64 in: three\n")
      let all = try Command.run([Places.pvkit] + apply)
      #expect(all.status == 0)
      #expect(all.errors.isEmpty)
    }
  }
}
