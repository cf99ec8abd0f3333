// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

extension KernelTree {
  /// Whether a rename can put another file there: found out before anything is done.
  func checkReplaceable(_ path: String) throws(PatchError) {
    if let mode = try mode(of: path), mode & 0o200 == 0 {
      throw PatchError(place(path), "is read-only", cure: "chmod u+w, or check it out for editing")
    }
    var folder = path.split(separator: "/").dropLast().joined(separator: "/")
    while !folder.isEmpty && !hasFolder(folder) {
      if try KitFile.exists(place(folder)) { throw PatchError(place(folder), "is not a directory") }
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

  private static func device(_ path: String) -> dev_t? {
    var status = stat()
    return FileName.with(path) { stat($0, &status) } == 0 ? status.st_dev : nil
  }
}
