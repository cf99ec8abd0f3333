// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

extension Kit {
  /// Writes a file of the kit atomically.
  ///
  /// - Parameter path: a path in the kit's directory, such as from `lockFile` or `proofFile`.
  /// - Throws: if the path contains a symbolic link, which may lead out of the kit, or exists and
  ///   is not a regular file.
  public func write(_ text: String, to path: String) throws(FileError) {
    let root = FilePath(named: directory)
    let below = String(path.dropFirst(directory.count + 1))
    if let status = try root.reach(below), status.type != .regular {
      throw FileError(path, "is not a regular file", cure: "move it away")
    }
    try Output.write(text, to: path)
  }
}
