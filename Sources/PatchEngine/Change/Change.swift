// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The change from a tree's present state to a new one: the record to write, and the files to write
/// and remove.
struct Change: Sendable {
  /// The content of one file, vanilla and with the kit.
  struct Content: Sendable {
    let file: RecordedFile
    /// The content in the vanilla tree; nil if the kit creates the file.
    let original: [UInt8]?
    /// The content as the kit makes it, without local changes.
    let applied: [UInt8]
  }

  /// A file to write.
  struct Put: Sendable {
    let path: String
    /// The complete new content, with local changes merged in.
    let bytes: [UInt8]
    /// The permission bits.
    let mode: UInt32
  }

  /// The release for the new record.
  let release: KernelRelease
  /// The names of the architectures for the new record.
  let architectures: [String]
  /// The IDs of the entries for the new record, in the order of the series.
  let entries: [String]
  /// The files for the new record; empty if the tree becomes vanilla again.
  let contents: [Content]
  /// The directories that the kit creates.
  let directories: [String]
  /// The files to write.
  let puts: [Put]
  /// The files to remove.
  let drops: [String]
  /// Those of the files to write that the applied entries now make differently than recorded, or
  /// that were restored to vanilla. Their entries are reported as renewed.
  let renewed: [String]
  /// The directories to remove if they are empty, inner ones first.
  let droppedDirectories: [String]

  var record: Record {
    Record(
      release: release, architectures: architectures, entries: entries, directories: directories,
      files: contents.map(\.file))
  }

  /// Whether no file of the tree changes.
  var isEmpty: Bool { puts.isEmpty && drops.isEmpty && droppedDirectories.isEmpty }

  /// The change of the tree, including its record.
  ///
  /// - Parameter recorded: the files of the present record, by their paths in the tree.
  func treeChange(recorded: [String]) -> TreeChange {
    var change = TreeChange()
    for put in puts { change.put(put.path, put.bytes, mode: FilePermissions(rawValue: put.mode)) }
    for path in drops { change.drop(path) }
    let fresh = recordFiles
    for (path, bytes) in fresh { change.put(path, bytes) }
    let kept = Set(fresh.map(\.path))
    for path in recorded where !kept.contains(path) { change.drop(path) }
    let directories = Set(recorded.flatMap { TreePath.directories(of: $0) })
    for directory in droppedDirectories + directories.sorted(by: >) {
      change.dropIfEmpty(directory)
    }
    return change
  }

  private var recordFiles: [(path: String, bytes: [UInt8])] {
    guard !entries.isEmpty else { return [] }
    var files = [(StateDirectory.record, Array(record.text.utf8))]
    for (index, content) in contents.enumerated() {
      if let original = content.original { files.append((StateDirectory.was(index), original)) }
      files.append((StateDirectory.applied(index), content.applied))
    }
    return files
  }
}
