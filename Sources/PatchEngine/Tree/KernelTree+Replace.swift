// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import SystemPackage

/// What a change removes from a tree before it writes files.
struct Removals {
  let files: Set<String>
  /// The directories that the kit created, which are removed if they are empty.
  let directories: Set<String>
}

extension KernelTree {
  /// Checks, before anything is written, that a file can be renamed to this path.
  ///
  /// - Throws: if the file is read-only, the path is blocked by another file or directory, or its
  ///   directory is not writable or on another file system.
  func checkReplaceable(_ path: String, after removals: Removals) throws(PatchError) {
    if removals.directories.contains(path), hasDirectory(path) {
      try checkEmptied(path, by: removals)
    } else if let mode = try mode(of: path), mode & 0o200 == 0 {
      throw PatchError(place(path), "is read-only", cure: "chmod u+w, or check it out for editing")
    }
    var directory = path.split(separator: "/").dropLast().joined(separator: "/")
    while !directory.isEmpty && !hasDirectory(directory) {
      if !removals.files.contains(directory), try KitFile.exists(place(directory)) {
        throw PatchError(
          place(directory), "is not a directory, but is needed as one for \(path)",
          cure: "move it away")
      }
      directory = directory.split(separator: "/").dropLast().joined(separator: "/")
    }
    guard FileName.with(place(directory), { access($0, W_OK | X_OK) }) == 0 else {
      throw .system(place(directory))
    }
    guard Self.device(place(directory)) == Self.device(self.path) else {
      throw PatchError(
        place(directory),
        "is on a different file system than the top of the tree, to which no file can be renamed",
        cure: "put the tree on one file system")
    }
  }

  private func checkEmptied(_ directory: String, by removals: Removals) throws(PatchError) {
    for name in try KitFile.names(place(directory)) ?? [] {
      let path = "\(directory)/\(name)"
      if removals.directories.contains(path), hasDirectory(path) {
        try checkEmptied(path, by: removals)
      } else if !removals.files.contains(path) {
        throw PatchError(
          place(directory),
          "is a directory that contains \(name), but must be replaced by a file of the kit",
          cure: "move its contents away")
      }
    }
  }

  private static func device(_ path: String) -> DeviceID? {
    (try? FilePath(named: path).statusFollowed())?.deviceID
  }
}
