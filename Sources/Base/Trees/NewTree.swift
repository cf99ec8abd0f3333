// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Creates a new directory tree. It is built in a temporary directory beside its final path and
/// then renamed, together with missing parent directories.
public enum NewTree {
  /// Creates the tree.
  ///
  /// - Parameters:
  ///   - root: the path of the tree, which must not exist.
  ///   - change: the files of the tree; its drops have no effect.
  /// - Throws: `FileError`; nothing is then created.
  public static func create(_ root: FilePath, _ change: TreeChange) throws(FileError) {
    try change.checkIsATree()
    let (top, below) = try missing(root)
    try EndingSignals.whileHeld { () throws(FileError) in
      let fresh = try beside(top)
      do throws(FileError) {
        guard let path = fresh.path else { return }
        let inner = path.pushing(below)
        try makeDirectories(["."] + below.directories, in: path)
        for put in change.puts { try write(put, in: inner) }
        guard syncfs(fresh.descriptor.rawValue) == 0 else { throw FileError(root, .last) }
        try fresh.move(to: top)
      } catch {
        fresh.remove()
        throw FileError(root, error.problem, cure: error.cure)
      }
    }
  }

  /// The outermost directory that does not exist, and the relative path from it to the root.
  private static func missing(_ root: FilePath) throws(FileError) -> (FilePath, FilePath) {
    guard try root.status() == nil else {
      throw FileError(root, "exists and is not a directory", cure: "give another path")
    }
    var (top, below) = (root, FilePath())
    while try top.parent.statusFollowed() == nil, let name = top.lastComponent {
      // `..` in a directory that does not exist leads nowhere.
      guard name.kind != .parentDirectory else { throw FileError(root, .noSuchFileOrDirectory) }
      below = FilePath(root: nil, CollectionOfOne(name)).pushing(below)
      top = top.parent
    }
    return (top, below)
  }

  private static func beside(_ top: FilePath) throws(FileError) -> Temporary {
    do throws(FileError) {
      return try Temporary(in: top.parent, .directory)
    } catch {
      throw FileError(top, "cannot be made: \(error.problem)", cure: error.cure)
    }
  }

  private static func makeDirectories(
    _ directories: [FilePath], in top: FilePath
  ) throws(FileError) {
    for directory in directories {
      let path = top.pushing(directory)
      if try path.status() == nil { try path.makeDirectory() }
    }
  }

  private static func write(_ put: TreeChange.Put, in root: FilePath) throws(FileError) {
    guard TreePath.staysInside(put.path) else {
      throw FileError(put.path, "is not a path that may be written in a tree")
    }
    try makeDirectories(TreePath.directories(of: put.path).map { FilePath($0) }, in: root)
    let path = root.appending(put.path)
    try FileError.of(path) {
      let mode = FilePermissions(rawValue: 0o666)
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: mode)
      try file.closeAfter {
        try put.bytes.withUnsafeBytes { try file.writeWhole($0) }
        if let mode = put.mode { try FileError.check(path, fchmod(file.rawValue, mode.rawValue)) }
      }
    }
  }
}

extension FilePath {
  /// This relative path and its parents, outermost first.
  fileprivate var directories: [FilePath] {
    components.indices.map { FilePath(root: nil, components[...$0]) }
  }
}
