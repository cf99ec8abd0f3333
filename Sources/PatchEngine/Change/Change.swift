// SPDX-License-Identifier: Apache-2.0

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
    /// What it replaces; nil when nothing is there.
    let replaced: [UInt8]?
  }

  /// Release and entries of the new record.
  let release: String
  let entries: [String]
  /// What the new record holds; empty when the tree is to be vanilla again.
  let contents: [Content]
  /// Folders of the kit's own.
  let folders: [String]
  /// Files to be written.
  let puts: [Put]
  /// Files, and then folders, that go.
  let drops: [String]
  let droppedFolders: [String]

  var record: Record {
    Record(release: release, entries: entries, folders: folders, files: contents.map(\.file))
  }

  /// Nothing of the tree's files changes.
  var isEmpty: Bool { puts.isEmpty && drops.isEmpty && droppedFolders.isEmpty }
}
