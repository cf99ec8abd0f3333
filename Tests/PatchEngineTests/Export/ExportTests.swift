// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Testing

@testable import PatchEngine

/// What is exported goes onto the vanilla tree by the real tools, without fuzz, and gives what
/// apply gives, byte by byte.
@Suite struct ExportTests {
  @Test func patchTakesTheDiff() throws {
    try compare { scene, diff in
      try scene.run("patch", "-p1", "-F0", "-i", scene.put(diff, "all.diff"))
    } export: {
      Data(try $0.diff(nil))
    }
  }

  @Test func gitTakesTheDiff() throws {
    try compare { scene, diff in
      try scene.run("git", "init", "-q")
      try scene.run("git", "apply", scene.put(diff, "all.diff"))
      try scene.run("rm", "-r", ".git")
    } export: {
      Data(try $0.diff(nil))
    }
  }

  @Test func gitTakesTheMails() throws {
    try compare { scene, mails in
      try scene.run("git", "init", "-q")
      let git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
      try scene.run(git + ["add", "."])
      try scene.run(git + ["commit", "-q", "-m", "vanilla"])
      try scene.run(git + ["am", "-q", scene.put(mails, "kit.mbox")])
      let subjects = try scene.run("git", "log", "--format=%s", "--reverse").output
      #expect(subjects == "vanilla\na subject\na subject\na subject\n")
      try scene.run("rm", "-r", ".git")
    } export: {
      Data(MailSeries(try $0.series(nil)).bytes)
    }
  }

  @Test func quiltTakesTheFolder() throws {
    try compare { scene, _ in
      try scene.run(["env", "QUILT_PATCHES=\(scene.folder)/q", "quilt", "push", "-a", "--fuzz=0"])
      try scene.run("rm", "-r", ".pc")
    } export: { bench in
      let folder = bench.tree.path + "/../q"
      try QuiltSeries(bench.series(nil)).write(to: folder)
      return Data()
    }
  }

  @Test func aFolderThatHoldsSomethingIsKept() throws {
    try Example.with { scene in
      try scene.put(["mine": "x"], in: scene.folder + "/q")
      let series = try scene.bench().series(nil)
      let error = #expect(throws: PatchError.self) {
        try QuiltSeries(series).write(to: scene.folder + "/q")
      }
      #expect(error?.description.contains("name a new or empty directory") == true)
      #expect(try KitFile.all(below: scene.folder + "/q") == ["mine"])
      #expect(try KitFile.names(scene.folder) == ["kit", "q", "tree"])
    }
  }

  /// Exported from a tree that has the kit on it, it is the same.
  @Test func isTheSameFromAnAppliedTree() throws {
    try Example.with { scene in
      let vanilla = try scene.bench().diff(nil)
      _ = try scene.bench().apply(EntryChoice(groups: ["two"]))
      let applied = try scene.bench().diff(nil)
      #expect(vanilla == applied)
    }
  }

  private func compare(
    _ use: (Scene, Data) throws -> Void, export: (Workbench) throws -> Data
  ) throws {
    var applied: [String: String] = [:]
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      applied = try scene.contents()
    }
    try Example.with { scene in
      try use(scene, try export(try scene.bench()))
      let patched = try scene.contents()
      #expect(patched == applied)
    }
  }
}

extension Scene {
  @discardableResult
  fileprivate func run(_ command: String...) throws -> CommandResult { try run(command) }

  @discardableResult
  fileprivate func run(_ command: [String]) throws -> CommandResult {
    let result = try Command.run(
      ["env", "-C", treeFolder] + command,
      environment: ["HOME": folder, "GIT_CONFIG_NOSYSTEM": "1"])
    try #require(result.status == 0, "\(command): \(result.output)\(result.errors)")
    return result
  }

  /// A file beside the tree; its path.
  fileprivate func put(_ bytes: Data, _ name: String) throws -> String {
    try bytes.write(to: URL(filePath: folder + "/" + name))
    return folder + "/" + name
  }

  /// Every file's bytes; tools make new files with modes of their own.
  fileprivate func contents() throws -> [String: String] {
    try snapshot().mapValues { String($0.drop { $0 != " " }) }
  }
}
