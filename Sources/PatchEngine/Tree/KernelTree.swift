// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// A kernel's source tree. Its files are never written in place.
public struct KernelTree: Sendable {
  /// Its folder.
  public let path: String
  /// From its top Makefile.
  public let release: KernelRelease

  /// - Throws: when there is no kernel tree.
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

  /// The same tree as one of another release.
  init(_ tree: KernelTree, of release: KernelRelease) {
    (path, self.release) = (tree.path, release)
  }

  /// A path of the tree as the system takes it.
  ///
  /// - Parameter path: empty for the top.
  func place(_ path: String) -> String {
    path.isEmpty ? self.path : (self.path == "/" ? "" : self.path) + "/" + path
  }

  /// What a file holds; nil when there is none.
  ///
  /// - Throws: when a link stands on the way, or it is no regular file.
  func read(_ path: String) throws(PatchError) -> [UInt8]? {
    guard try status(of: path) != nil else { return nil }
    return try KitFile.read(place(path))
  }

  /// A file's permission bits; nil when there is none.
  func mode(of path: String) throws(PatchError) -> UInt32? {
    try status(of: path).map { $0.st_mode & 0o7777 }
  }

  /// What the system says of a file, reached without a link; nil when there is none.
  private func status(of path: String) throws(PatchError) -> stat? {
    guard let status = try reach(path) else { return nil }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw PatchError(
        place(path), "is a directory, where a file is meant",
        cure: "name a file, or bring back the one that the release has there")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PatchError(place(path), "is not a regular file", cure: "move it away")
    }
    return status
  }

  /// Goes to a path part by part; nil when there is nothing.
  private func reach(_ path: String) throws(PatchError) -> stat? {
    var reached = self.path
    var status = stat()
    for part in path.split(separator: "/") {
      reached += "/" + part
      guard FileName.with(reached, { lstat($0, &status) }) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .system(reached)
      }
      guard status.st_mode & S_IFMT != S_IFLNK else {
        throw PatchError(
          reached, "is a symbolic link, which may lead out of the tree",
          cure: "put a copy of what it leads to in its place")
      }
    }
    return status
  }

  /// Whether a folder of the tree is there.
  func hasFolder(_ path: String) -> Bool { KitFile.isFolder(place(path)) }

  /// Whether the tree is reached at a path without a link on the way, whatever is there.
  func checkNoLink(_ path: String) throws(PatchError) { _ = try reach(path) }
}
