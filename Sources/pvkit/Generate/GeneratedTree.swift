// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators

/// A directory that is written as a whole or not at all.
struct GeneratedTree {
  let directory: String
  /// Whether to overwrite files that were edited.
  let force: Bool
  /// The command that writes the directory.
  let maker: String

  func write(_ files: [GeneratedFile]) throws {
    guard !directory.isEmpty else { throw ValidationError("the name of a directory is missing") }
    let tree = TreeWriter(
      directory: directory, force: force, maker: maker)
    if try tree.write(files) {
      complain("pvkit: undid the unfinished work of an interrupted run in \(directory)".printable)
    }
  }
}
