// SPDX-License-Identifier: Apache-2.0

/// A plan as standard patches for that very tree, one an entry.
public struct Series: Sendable {
  public struct Patch: Sendable {
    public let entry: Entry
    /// Unified diffs of all its files.
    public let diff: [UInt8]
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
      let diff = try Self.diff(plan, from: index, to: index + 1)
      if !diff.isEmpty { patches.append(Patch(entry: entry, diff: diff)) }
    }
    self.patches = patches
    self.release = release
  }

  /// What the entries from one on and before another do, file by file.
  static func diff(_ plan: Plan, from start: Int, to end: Int) throws(PatchError) -> [UInt8] {
    var diff: [UInt8] = []
    for path in plan.paths {
      guard let sheet = plan.sheets[path] else { continue }
      diff += try UnifiedDiff.text(
        path, from: sheet.content(before: start), to: sheet.content(before: end))
    }
    return diff
  }
}
