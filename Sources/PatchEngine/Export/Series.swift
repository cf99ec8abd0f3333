// SPDX-License-Identifier: Apache-2.0

/// A plan as standard patches for that very tree, one an entry.
public struct Series: Sendable {
  public struct Patch: Sendable {
    public let entry: Entry
    /// Of each of its files, a unified diff.
    let files: [(path: String, diff: [UInt8])]
    /// Its files that are generated, each with the command that makes it.
    let generated: [(path: String, command: String)]
    /// All of them.
    public var diff: [UInt8] { files.flatMap(\.diff) }
    /// `0110-gcc-version.patch`
    public var fileName: String { entry.id.split(separator: "/")[1] + ".patch" }
  }

  /// The tree's.
  public let release: String
  public let patches: [Patch]

  /// Every entry's own work, on top of those before it.
  init(_ plan: Plan, release: String) throws(PatchError) {
    var patches: [Patch] = []
    for (index, entry) in plan.entries.enumerated() {
      let files = try Self.diffs(plan, from: index, to: index + 1)
      guard !files.isEmpty else { continue }
      patches.append(
        Patch(entry: entry, files: files, generated: plan.generated(by: entry)))
    }
    self.patches = patches
    self.release = release
  }

  /// What the entries from one on and before another do, file by file.
  static func diffs(
    _ plan: Plan, from start: Int, to end: Int
  ) throws(PatchError) -> [(path: String, diff: [UInt8])] {
    var diffs: [(path: String, diff: [UInt8])] = []
    for path in plan.paths {
      guard let sheet = plan.sheets[path] else { continue }
      let diff = try UnifiedDiff.text(
        path, from: sheet.content(before: start), to: sheet.content(before: end))
      if !diff.isEmpty { diffs.append((path, diff)) }
    }
    return diffs
  }
}
