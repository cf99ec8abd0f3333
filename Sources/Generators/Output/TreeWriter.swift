// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// Writes a generated tree as a whole or not at all. Only files that pvkit wrote are replaced or
/// removed.
///
/// A manifest in the tree records which files are pvkit's, and their content.
public struct TreeWriter {
  private let root: FilePath
  private let force: Bool
  private let maker: String?

  /// - Parameters:
  ///   - directory: the path of the tree, created with its parents if it does not exist.
  ///   - force: whether to overwrite files of these names that are not pvkit's, or were edited.
  ///     Other files are never removed.
  ///   - maker: the command that writes the tree. It replaces its own tree, but that of another
  ///     command only with `force`.
  public init(directory: String, force: Bool = false, maker: String? = nil) {
    root = FilePath(named: directory)
    (self.force, self.maker) = (force, maker)
  }

  /// Writes the files and the manifest, and removes files of the previous version.
  ///
  /// - Returns: whether the changes of a killed run were undone first.
  /// - Throws: `FileError`, also if a file in the way is not pvkit's; the tree is then unchanged.
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

  /// Removes files that pvkit wrote before and does not write any more, and the products of make.
  ///
  /// - Throws: `FileError` for a file that is not pvkit's, unless `force` is set.
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
    let old = TreeDirectories(manifest?.paths ?? [])
    for path in try entries(in: old.union(TreeDirectories(files.map(\.path)))) {
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
    for directory in old.innerFirst { change.dropIfEmpty(directory) }
  }

  /// The existing files and other entries, descending only into directories that are or will be
  /// pvkit's.
  private func entries(in directories: TreeDirectories) throws(FileError) -> [FilePath] {
    var found: [FilePath] = []
    var next = try root.names()?.map { FilePath(root: nil, [$0]) } ?? []
    while let path = next.popLast() {
      let place = root.pushing(path)
      guard place.isDirectory else {
        found.append(path)
        continue
      }
      // An empty directory is ignored: nothing can be lost, and a run that could not remove its own
      // may have left it.
      let names = try place.names() ?? []
      if directories.contains(path.string) {
        next += names.map { path.appending($0) }
      } else if !names.isEmpty {
        found.append(path)
      }
    }
    return found.sorted { $0.string < $1.string }
  }

  /// Whether a file is a product of `make` in a generated tree.
  private static func isProduct(_ path: FilePath) -> Bool {
    path.extension == "o" || path.string == "guest.elf"
  }
}

/// The parent directories of the files of a tree.
private struct TreeDirectories {
  private var paths: Set<String>

  init(_ files: [String]) { paths = Set(files.flatMap { TreePath.directories(of: $0) }) }

  func union(_ other: TreeDirectories) -> TreeDirectories {
    var both = self
    both.paths.formUnion(other.paths)
    return both
  }

  func contains(_ path: String) -> Bool { paths.contains(path) }

  var innerFirst: [String] { paths.sorted(by: >) }
}
