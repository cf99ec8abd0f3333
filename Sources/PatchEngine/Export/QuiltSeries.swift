// SPDX-License-Identifier: Apache-2.0

/// A series as a folder for quilt: `series`, and a file a patch, its header as Debian's DEP-3 has it.
public struct QuiltSeries {
  private let series: Series

  public init(_ series: Series) { self.series = series }

  /// By name.
  var files: [(name: String, bytes: [UInt8])] {
    let names = series.patches.map { $0.fileName + "\n" }.joined()
    return [("series", Array(names.utf8))]
      + series.patches.map { ($0.fileName, Array(header($0.entry).utf8) + $0.diff) }
  }

  /// Makes the folder, all of it or nothing.
  ///
  /// - Throws: when there is something of that name that is no empty folder.
  public func write(to folder: String, disk: any TreeDisk = RealDisk()) throws(PatchError) {
    let fresh = folder + ".pvkit-new"
    try disk.removeAll(fresh)
    try disk.makeFolder(fresh)
    do throws(PatchError) {
      for file in files { try disk.write(file.bytes, to: fresh + "/" + file.name, mode: 0o644) }
      try disk.move(fresh, to: folder)
    } catch {
      try disk.removeAll(fresh)
      throw PatchError(
        error.place, error.problem, cure: "name a folder that is not there yet, or an empty one")
    }
  }

  private func header(_ entry: Entry) -> String {
    """
    Description: \(entry.subject)
    \(entry.reason.wrapped(at: 76).map { " " + $0 }.joined(separator: "\n"))
    Origin: \(entry.origin)
    Forwarded: not-needed
    X-Entry: \(entry.id), pvkit patch export for Linux \(series.release)


    """
  }
}
