// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A new state for a tree: what is to be recorded, and what has to be done to the files for it.
struct Change: Sendable {
  /// What a file has been, and is to be.
  struct Content: Sendable {
    let file: RecordedFile
    let original: [UInt8]?
    let applied: [UInt8]
  }

  /// A file to be written.
  struct Put: Sendable {
    let path: String
    let bytes: [UInt8]
    let mode: UInt32
  }

  /// Release, architectures and entries of the new record.
  let release: KernelRelease
  let architectures: [String]
  let entries: [String]
  /// What the new record holds; empty when the tree is to be vanilla again.
  let contents: [Content]
  /// Folders of the kit's own.
  let folders: [String]
  /// Files to be written.
  let puts: [Put]
  /// Files, and then folders, that go.
  let drops: [String]
  /// Of the files to be written, those that are not as what is on the tree makes them.
  let renewed: [String]
  let droppedFolders: [String]

  var record: Record {
    Record(
      release: release, architectures: architectures, entries: entries, folders: folders,
      files: contents.map(\.file))
  }

  /// Nothing of the tree's files changes.
  var isEmpty: Bool { puts.isEmpty && drops.isEmpty && droppedFolders.isEmpty }

  /// What is to be done to the tree, its record included.
  ///
  /// - Parameter recorded: the files of the record that is there, by their paths in the tree.
  func treeChange(recorded: [String]) -> TreeChange {
    var change = TreeChange()
    for put in puts { change.put(put.path, put.bytes, mode: FilePermissions(rawValue: put.mode)) }
    for path in drops { change.drop(path) }
    let fresh = recordFiles
    for (path, bytes) in fresh { change.put(path, bytes) }
    let kept = Set(fresh.map(\.path))
    for path in recorded where !kept.contains(path) { change.drop(path) }
    let folders = Set(recorded.flatMap { TreePath.directories(of: $0) })
    for folder in droppedFolders + folders.sorted(by: >) { change.dropIfEmpty(folder) }
    return change
  }

  private var recordFiles: [(path: String, bytes: [UInt8])] {
    guard !entries.isEmpty else { return [] }
    var files = [(StateFolder.record, Array(record.text.utf8))]
    for (index, content) in contents.enumerated() {
      if let original = content.original { files.append((StateFolder.was(index), original)) }
      files.append((StateFolder.applied(index), content.applied))
    }
    return files
  }
}
