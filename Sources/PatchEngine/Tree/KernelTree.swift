// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The source tree of a kernel. Its files are replaced, and never modified in place.
public struct KernelTree: Sendable {
  /// The directory, without slashes at its end.
  public let path: String
  /// The release, from the top Makefile.
  public let release: KernelRelease

  /// Opens a tree.
  ///
  /// - Throws: if the directory is not the top of a kernel's source tree.
  public init(path: String) throws(PatchError) {
    let trimmed = path.reversed().drop { $0 == "/" }.reversed()
    self.path = trimmed.isEmpty ? "/" : String(trimmed)
    guard try KitFile.names(path) != nil else { throw PatchError(path, "is not a directory") }
    let makefile = self.path + "/Makefile"
    guard let bytes = try KitFile.read(makefile), let release = KernelRelease(makefile: bytes)
    else {
      throw PatchError(
        makefile, "is not the top Makefile of a kernel: no VERSION, PATCHLEVEL and SUBLEVEL",
        cure: "name the top of a kernel's source tree")
    }
    self.release = release
  }

  /// The same tree with another release.
  init(_ tree: KernelTree, of release: KernelRelease) {
    (path, self.release) = (tree.path, release)
  }

  /// The path of a file including the tree's directory.
  ///
  /// - Parameter path: a path from the tree's top; empty for the top.
  func place(_ path: String) -> String {
    path.isEmpty ? self.path : (self.path == "/" ? "" : self.path) + "/" + path
  }

  /// The content of a file; nil if it does not exist.
  ///
  /// - Throws: if the path contains a symbolic link, or is not a regular file.
  func read(_ path: String) throws(PatchError) -> [UInt8]? {
    guard try status(of: path) != nil else { return nil }
    return try KitFile.read(place(path))
  }

  /// The permission bits of a file; nil if it does not exist.
  func mode(of path: String) throws(PatchError) -> UInt32? {
    try status(of: path)?.permissions.rawValue
  }

  /// The status of a regular file, without following symbolic links; nil if it does not exist.
  private func status(of path: String) throws(PatchError) -> Stat? {
    guard let status = try reach(path) else { return nil }
    guard status.type != .directory else {
      throw PatchError(
        place(path), "is a directory, not a file",
        cure: "name a file, or restore the one that the release has there")
    }
    guard status.type == .regular else {
      throw PatchError(place(path), "is not a regular file", cure: "move it away")
    }
    return status
  }

  /// The status of a path, whose parts are checked for symbolic links; nil if it does not exist.
  private func reach(_ path: String) throws(PatchError) -> Stat? {
    try PatchError.of { () throws(FileError) in try FilePath(named: self.path).reach(path) }
  }

  /// Whether the tree has a directory at a path.
  func hasDirectory(_ path: String) -> Bool { KitFile.isDirectory(place(path)) }

  /// Checks that a path in the tree contains no symbolic link, whether it exists or not.
  func checkNoLink(_ path: String) throws(PatchError) { _ = try reach(path) }
}
