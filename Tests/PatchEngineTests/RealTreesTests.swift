// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import PatchEngine

/// The kit that comes with pvkit, on kernel trees of the user's: `PVKIT_TREES=DIR:DIR`. They are
/// left as they were, and may have the kit on them.
@Suite struct RealTreesTests {
  static let trees = (getenv("PVKIT_TREES").map { String(cString: $0) } ?? "")
    .split(separator: ":").map(String.init)

  @Test(.enabled(if: !trees.isEmpty), arguments: trees) func takeTheKitAndGiveItBack(
    _ path: String
  ) throws {
    let kit = try Kit(directory: Places.package + "/patches")
    func bench() throws -> Workbench { try Workbench(kit: kit, tree: KernelTree(path: path)) }
    let before = try touched(bench())
    let hadRecord = try bench().record
    _ = try bench().revert(nil)
    let vanilla = try touched(bench())
    let diff = try bench().diff(nil)
    let outcome = try bench().apply(nil)
    try #require(outcome.refusals.isEmpty, "\(outcome.refusals)")
    let applied = try touched(bench())
    try #require(applied != vanilla)
    _ = try bench().revert(nil)
    #expect(try touched(bench()) == vanilla)
    #expect(try patched(path, vanilla, diff) == applied)
    if hadRecord != nil { _ = try bench().apply(nil) }
    if hadRecord != nil { #expect(try touched(bench()) == before) }
  }

  /// What the kit's files hold in a tree.
  private func touched(_ bench: Workbench) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try bench.wholePlan().paths {
      files[path] = try bench.tree.read(path)
    }
    return files
  }

  /// Those files in a folder of their own, patched by GNU patch.
  private func patched(
    _ tree: String, _ vanilla: [String: [UInt8]], _ diff: [UInt8]
  ) throws -> [String: [UInt8]] {
    try Places.withScratchFolder { folder in
      for path in vanilla.keys {
        let copy = ["cp", "--parents", path, folder]
        try #require(try Command.run(["env", "-C", tree] + copy).status == 0)
      }
      let patch = try Command.run(["patch", "-d", folder, "-p1", "-F0"], input: diff)
      try #require(patch.status == 0, "\(patch.output)\(patch.errors)")
      var files: [String: [UInt8]] = [:]
      for path in try KitFile.all(below: folder) {
        files[path] = try KitFile.read(folder + "/" + path)
      }
      return files
    }
  }
}
