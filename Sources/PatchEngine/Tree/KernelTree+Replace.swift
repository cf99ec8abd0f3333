// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// What a change takes out of a tree before anything comes into it.
struct Going {
  let files: Set<String>
  /// Of the kit's own; those of them that nothing is left in.
  let folders: Set<String>
}

extension KernelTree {
  /// Whether a rename can put another file there: found out before anything is done.
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
          place(folder), "is not a directory, and \(path) is to come into it", cure: "move it away")
      }
      folder = folder.split(separator: "/").dropLast().joined(separator: "/")
    }
    guard FileName.with(place(folder), { access($0, W_OK | X_OK) }) == 0 else {
      throw .system(place(folder))
    }
    guard Self.device(place(folder)) == Self.device(self.path) else {
      throw PatchError(
        place(folder), "is on another file system than the tree's top, and no rename leads there",
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
          "is a directory with \(name) in it, and a file of the kit is to come in its place",
          cure: "move what it holds away")
      }
    }
  }

  private static func device(_ path: String) -> dev_t? {
    var status = stat()
    return FileName.with(path) { stat($0, &status) } == 0 ? status.st_dev : nil
  }
}
