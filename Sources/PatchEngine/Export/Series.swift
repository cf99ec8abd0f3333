// SPDX-License-Identifier: Apache-2.0

/// A plan as standard patches for the tree that it was made for, one patch per entry.
public struct Series: Sendable {
  /// The patch of one entry.
  public struct Patch: Sendable {
    /// The entry.
    public let entry: Entry
    /// The changed files, each with its unified diff.
    let files: [(path: String, diff: [UInt8])]
    /// The generated files, each with the command that makes it.
    let generated: [(path: String, command: String)]
    /// The diffs of all files.
    public var diff: [UInt8] { files.flatMap(\.diff) }
    /// The name of the patch in a directory: `0110-gcc-version.patch`.
    public var fileName: String { entry.id.split(separator: "/")[1] + ".patch" }
  }

  /// The tree's release.
  public let release: String
  /// The patches, in the order of the series; entries that change nothing have none.
  public let patches: [Patch]

  /// Makes a patch for each entry, relative to the entries before it.
  ///
  /// - Throws: if diff is missing or fails.
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

  /// The diffs, file by file, for the entries from index `start` up to but not including `end`.
  static func diffs(
    _ plan: Plan, from start: Int, to end: Int
  ) throws(PatchError) -> [(path: String, diff: [UInt8])] {
    var diffs: [(path: String, diff: [UInt8])] = []
    for path in plan.paths {
      guard let planned = plan.files[path] else { continue }
      let diff = try UnifiedDiff.text(
        path, from: planned.content(before: start), to: planned.content(before: end))
      if !diff.isEmpty { diffs.append((path, diff)) }
    }
    return diffs
  }
}
