// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch status`, and what all commands that take a tree refuse alike.
@Suite struct PatchStatusTests {
  @Test func saysWhatWasChangedSince() throws {
    try PatchTree.with { (tree, kit) throws in
      _ = try pvkit("patch", "apply", "--kit", kit, tree)
      try "int mine;\n".write(toFile: tree + "/a.c", atomically: false, encoding: .utf8)
      let status = try pvkit("patch", "status", "--kit", kit, tree)
      #expect(status.status == 1 && status.output.contains("changed by hand: a.c"))
      #expect(status.output.contains("; 1 file changed by hand\n"))
      let diff = try pvkit("patch", "status", "--diff", "--kit", kit, tree)
      #expect(diff.status == 1 && diff.output.hasSuffix("-int two;\n+int mine;\n"))
      try pvkit("patch", "revert", "--kit", kit, tree)
        .expectOneError(containing: "a.c: was changed since pvkit wrote it")
    }
  }

  /// Every command says in one line that the kit does not know a release, and ends with 3.
  @Test(arguments: [
    "status", "check", "apply", "export --diff", "export --mbox m", "lock", "prove",
  ])
  func refusesAnUnknownRelease(_ command: String) throws {
    try PatchTree.with { (tree, kit) throws in
      try "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 21\nEXTRAVERSION =\n".write(
        toFile: tree + "/Makefile", atomically: false, encoding: .utf8)
      let words = ["patch"] + command.split(separator: " ").map(String.init)
      try Command.run([Places.pvkit] + words + ["--kit", kit, tree])
        .expectOneError(containing: "is Linux 2.6.21, which the kit does not know")
    }
  }

  /// A usage error is one in every format, and a wrong group is never passed over.
  @Test(arguments: [
    "status --matrix --only nope", "status --matrix --diff", "status --diff --format json",
    "apply --only nope",
  ])
  func refusesWordsThatDoNotGoTogether(_ command: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let words = ["patch"] + command.split(separator: " ").map(String.init)
      let run = try Command.run([Places.pvkit] + words + ["--kit", kit, tree])
      #expect(run.status == 2 && run.output.isEmpty, "\(run.errors)")
    }
  }

  /// In JSON, too.
  @Test(arguments: [
    ["show"], ["status", "--matrix"], ["status", "TREE"], ["apply", "TREE"], ["revert", "TREE"],
    ["audit", "TREE"], ["status", "--matrix", "TREE"],
  ])
  func saysInJSONWhyItFailed(_ command: [String]) throws {
    try PatchTree.with { (tree, kit) throws in
      try "x".write(toFile: kit + "/series", atomically: false, encoding: .utf8)
      let words = command.map { $0 == "TREE" ? tree : $0 }
      let run = try Command.run(
        [Places.pvkit, "patch"] + words + ["--kit", kit, "--format", "json"])
      #expect(run.status == 3)
      let error = try #require(try run.document()["error"] as? String)
      #expect(error.contains("series:1: must be") && run.errors == "pvkit: \(error)\n")
    }
  }

  /// What a command finds only once it runs is said with that command's name.
  @Test(arguments: [
    ("patch apply --only nope", "patch apply"), ("patch status", "patch status"),
    ("patch new three a", "patch new"),
  ])
  func aUsageErrorNamesTheCommand(_ words: String, _ name: String) throws {
    try PatchTree.with { (tree, kit) throws in
      let tree = words.hasSuffix("nope") ? [tree] : []
      let run = try Command.run(
        [Places.pvkit] + words.split(separator: " ").map(String.init) + ["--kit", kit] + tree)
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("Error: "), "\(run.errors)")
      #expect(
        run.errors.hasSuffix("\n  See 'pvkit \(name) --help' for more information.\n"),
        "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 2, "\(run.errors)")
    }
  }
}
