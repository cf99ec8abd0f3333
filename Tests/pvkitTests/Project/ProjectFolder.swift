// SPDX-License-Identifier: Apache-2.0

import Commands

/// A directory with a `.pvkit.toml`.
enum ProjectFolder {
  /// Runs pvkit there.
  ///
  /// - Parameter words: its arguments, as a shell reads them.
  static func run(_ folder: String, _ words: String) throws -> CommandResult {
    try Command.run(["sh", "-c", "cd \"$1\" && exec \"$2\" \(words)", "sh", folder, Places.pvkit])
  }
}
