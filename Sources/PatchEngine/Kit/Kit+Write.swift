// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

extension Kit {
  /// Writes a file of the kit all at once.
  ///
  /// - Parameter path: below the kit's folder, as `lockFile` and `proofFile` have it.
  /// - Throws: when a symbolic link stands on the way, which may lead out of the kit, or something is
  ///   there that is not a regular file.
  public func write(_ text: String, to path: String) throws(FileError) {
    let root = FilePath(named: folder)
    let below = String(path.dropFirst(folder.count + 1))
    if let status = try root.reach(below), status.type != .regular {
      throw FileError(path, "is not a regular file", cure: "move it away")
    }
    try Output.write(text, to: path)
  }
}
