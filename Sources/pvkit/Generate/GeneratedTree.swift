// SPDX-License-Identifier: Apache-2.0

import Base
import Generators

/// A directory that is written as a whole.
struct GeneratedTree {
  let directory: String
  /// Overwrite files that were edited.
  let force: Bool

  func write(_ files: [GeneratedFile]) throws {
    if try TreeWriter(directory: directory, force: force).write(files) {
      complain("pvkit: undid the unfinished work of an interrupted run in \(directory)".printable)
    }
  }
}
