// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// Writes a generated tree all at once: it is as before or as asked, and nothing but pvkit's own
/// files is touched.
///
/// A manifest in it tells later runs which files are pvkit's and unedited.
public struct TreeWriter {
  private let root: FilePath
  private let force: Bool
  private let maker: String?

  /// - Parameters:
  ///   - directory: created when it is not there, with those above it.
  ///   - force: overwrite files of these names that are not pvkit's, or were edited; all others are
  ///     kept in any case.
  ///   - maker: the command that writes the tree. It replaces one of its own, and another command's
  ///     only under `force`.
  public init(directory: String, force: Bool = false, maker: String? = nil) {
    root = FilePath(named: directory)
    (self.force, self.maker) = (force, maker)
  }

  /// - Returns: whether work of a killed run was undone first.
  /// - Throws: when a file there is not pvkit's, or the system refuses; the tree is then as it was.
  @discardableResult
  public func write(_ files: [GeneratedFile]) throws(FileError) -> Bool {
    var change = TreeChange()
    for file in files + [Manifest(files, maker: maker).file] {
      change.put(file.path, Array(file.text.utf8))
    }
    guard try root.statusFollowed() != nil else {
      try NewTree.create(root, change)
      return false
    }
    let tree = try LockedTree(root)
    try takeAway(from: &change, besides: files)
    try tree.commit(change)
    return tree.hasRecovered
  }

  /// What pvkit wrote before and writes no longer goes, and what make left beside it.
  ///
  /// - Throws: for a file that is not pvkit's, unless under `force`.
  private func takeAway(
    from change: inout TreeChange, besides files: [GeneratedFile]
  ) throws(FileError) {
    let manifest = try Manifest(of: root)
    if let other = manifest?.maker, other != maker, !force {
      throw FileError(
        root, "was made by \(other), whose files would be removed",
        cure: "choose another directory, or --force")
    }
    let ours = Set(files.map(\.path) + [Manifest.name])
    let old = TreeFolders(manifest?.paths ?? [])
    for path in try entries(in: old.union(TreeFolders(files.map(\.path)))) {
      let place = root.pushing(path)
      let isProduct = manifest != nil && Self.isProduct(path) && place.isRegular
      let isUnedited =
        path.string == Manifest.name || manifest?.holds(path.string, in: root) == true
      guard isProduct || isUnedited || force else {
        throw FileError(
          place, "not written by pvkit, or edited since",
          cure: "choose another directory, or --force")
      }
      if (isProduct || isUnedited) && !ours.contains(path.string) { change.drop(path.string) }
    }
    for folder in old.innerFirst { change.dropIfEmpty(folder) }
  }

  /// What is there: files, and whatever lies below the directories that are pvkit's or to be.
  private func entries(in folders: TreeFolders) throws(FileError) -> [FilePath] {
    var found: [FilePath] = []
    var next = try root.names()?.map { FilePath(root: nil, [$0]) } ?? []
    while let path = next.popLast() {
      let place = root.pushing(path)
      guard place.isDirectory else {
        found.append(path)
        continue
      }
      // In one that is empty nothing can be lost: a run that could not remove its own may have left it.
      let names = try place.names() ?? []
      if folders.contains(path.string) {
        next += names.map { path.appending($0) }
      } else if !names.isEmpty {
        found.append(path)
      }
    }
    return found.sorted { $0.string < $1.string }
  }

  /// What `make` leaves in a tree of pvkit's.
  private static func isProduct(_ path: FilePath) -> Bool {
    path.extension == "o" || path.string == "guest.elf"
  }
}

/// The directories that lead to files of a tree.
private struct TreeFolders {
  private var paths: Set<String>

  init(_ files: [String]) { paths = Set(files.flatMap { TreePath.directories(of: $0) }) }

  func union(_ other: TreeFolders) -> TreeFolders {
    var both = self
    both.paths.formUnion(other.paths)
    return both
  }

  func contains(_ path: String) -> Bool { paths.contains(path) }

  var innerFirst: [String] { paths.sorted(by: >) }
}
