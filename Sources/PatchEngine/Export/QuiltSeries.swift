// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A series as a directory for quilt: `series`, and one file per patch with a header in the format
/// of Debian's DEP-3.
public struct QuiltSeries {
  private let series: Series

  /// Makes the directory's files from a series; `write` creates them.
  public init(_ series: Series) { self.series = series }

  /// The files by their names in the directory.
  var files: [(name: String, bytes: [UInt8])] {
    let names = series.patches.map { $0.fileName + "\n" }.joined()
    return [("series", Array(names.utf8))]
      + series.patches.map { ($0.fileName, Array(header($0).utf8) + $0.diff) }
  }

  /// Creates the directory completely or not at all.
  ///
  /// - Throws: if the path exists and is not an empty directory, or cannot be written.
  public func write(to directory: String) throws(PatchError) {
    var change = TreeChange()
    for file in files { change.put(file.name, file.bytes) }
    try PatchError.of { () throws(FileError) in
      let root = FilePath(named: directory)
      guard try root.statusFollowed() != nil else { return try NewTree.create(root, change) }
      let tree = try LockedTree(root)
      guard try root.names()?.isEmpty == true else {
        throw FileError(
          directory, "is not empty", cure: "name a new or empty directory")
      }
      try tree.commit(change)
    }
  }

  private func header(_ patch: Series.Patch) -> String {
    let entry = patch.entry
    let generated = patch.generated.map { "X-Generated: \($0.path), by \($0.command)\n" }.joined()
    return """
      Description: \(entry.subject)
      \(entry.reason.wrapped(at: 76).map { " " + $0 }.joined(separator: "\n"))
      Origin: \(entry.origin)
      Forwarded: not-needed
      X-Entry: \(entry.id), pvkit patch export for Linux \(series.release)
      \(generated)

      """
  }
}
