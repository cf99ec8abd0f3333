// SPDX-License-Identifier: Apache-2.0

import Generators

/// The manual pages, one for pvkit and one for each command as git has them, and the shell
/// completions.
enum Manual {
  static func files(of pvkit: String) throws -> [GeneratedFile] {
    let root = try CommandDescription.read(from: pvkit)
    let version = try CommandDescription.output(of: [pvkit, "--version"])
    // Only the release, so that the pages do not change with each commit.
    let release = version.split { $0 == " " || $0 == "\n" }.prefix(2).joined(separator: " ")
    return try pages(root, release) + completions(pvkit)
  }

  /// The pages of a command and of its subcommands.
  private static func pages(_ command: CommandDescription, _ release: String) -> [GeneratedFile] {
    [ManualPage(command, release: release).file]
      + command.visible.flatMap { pages($0, release) }
  }

  private static func completions(_ pvkit: String) throws -> [GeneratedFile] {
    try ["bash", "zsh", "fish"].map { shell in
      let script = try CommandDescription.output(
        of: [pvkit, "--generate-completion-script", shell])
      return GeneratedFile(path: "pvkit." + shell, text: script)
    }
  }
}
