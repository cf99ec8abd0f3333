// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import SystemPackage

/// What a change removes from a tree before it writes files.
struct Going {
  let files: Set<String>
  /// The directories that the kit created, which are removed if they are empty.
  let folders: Set<String>
}

extension KernelTree {
  /// Checks, before anything is written, that a file can be renamed to this path.
  ///
  /// - Throws: if the file is read-only, the path is blocked by another file or directory, or its
  ///   directory is not writable or on another file system.
  func checkReplaceable(_ path: String, once going: Going) throws(PatchError) {
    if going.folders.contains(path), hasFolder(path) {
      try checkEmptied(path, by: going)
    } else if let mode = try mode(of: path), mode & 0o200 == 0 {
      throw PatchError(place(path), "is read-only", cure: "chmod u+w, or check it out for editing")
    }
    var folder = path.split(separator: "/").dropLast().joined(separator: "/")
    while !folder.isEmpty && !hasFolder(folder) {
      if !going.files.contains(folder), try KitFile.exists(place(folder)) {
        throw PatchError(
          place(folder), "is not a directory, but is needed as one for \(path)",
          cure: "move it away")
      }
      folder = folder.split(separator: "/").dropLast().joined(separator: "/")
    }
    guard FileName.with(place(folder), { access($0, W_OK | X_OK) }) == 0 else {
      throw .system(place(folder))
    }
    guard Self.device(place(folder)) == Self.device(self.path) else {
      throw PatchError(
        place(folder),
        "is on a different file system than the top of the tree, to which no file can be renamed",
        cure: "put the tree on one file system")
    }
  }

  private func checkEmptied(_ folder: String, by going: Going) throws(PatchError) {
    for name in try KitFile.names(place(folder)) ?? [] {
      let path = "\(folder)/\(name)"
      if going.folders.contains(path), hasFolder(path) {
        try checkEmptied(path, by: going)
      } else if !going.files.contains(path) {
        throw PatchError(
          place(folder),
          "is a directory that contains \(name), but must be replaced by a file of the kit",
          cure: "move its contents away")
      }
    }
  }

  private static func device(_ path: String) -> DeviceID? {
    (try? FilePath(named: path).statusFollowed())?.deviceID
  }
}
