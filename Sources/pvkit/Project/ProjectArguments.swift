// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc

/// `--config FILE` and `--no-config`, for the commands that check images.
struct ProjectOptions: ParsableArguments {
  @Option(
    help: """
      The project file. (default: \(Project.name), here or in a directory above, up to the repository's; \
      pvkit init)
      """,
    completion: .file())
  var config: String?

  @Flag(help: "Read no project file.")
  var noConfig = false

  func validate() throws {
    guard config == nil || !noConfig else {
      throw ValidationError("--config FILE or --no-config, not both")
    }
  }
}

extension Project {
  /// Inserts the options of the project file before those of the user, which therefore take
  /// precedence. Returns the arguments unchanged if there is no project file, or the command does
  /// not read it. Sets `current`.
  ///
  /// - Throws: if the file is wrong.
  static func complete(_ arguments: [String]) throws -> [String] {
    guard let (command, count) = command(arguments) else { return arguments }
    let own = arguments.dropFirst(count).prefix { $0 != "--" }
    guard !own.contains(where: ["--no-config", "--help", "-h"].contains),
      let file = named(own) ?? found()
    else { return arguments }
    let project = try Project(file: file)
    current.withLock { $0 = project }
    let settings = try project.arguments(for: command, besides: own)
    return arguments.prefix(count) + settings + arguments.dropFirst(count)
  }

  /// The command of the arguments, if it reads a project file, and the number of its words.
  static func command(
    _ arguments: [String]
  ) -> (command: ProjectKey.Command, words: Int)? {
    switch (arguments.first, arguments.dropFirst().first) {
    case ("check", _): (.check, 1)
    case ("scan", _), ("code", _): (.scan, 1)
    case ("abi", "verify"), ("abi", "check"): (.verify, 2)
    default: nil
    }
  }

  /// The file that `--config` names.
  private static func named(_ arguments: ArraySlice<String>) -> String? {
    var named: String?
    for (index, argument) in zip(arguments.indices, arguments) {
      if argument.hasPrefix("--config=") { named = String(argument.dropFirst(9)) }
      if argument == "--config", arguments.indices.contains(index + 1) {
        named = arguments[index + 1]
      }
    }
    return named
  }

  /// The project file in the working directory or in the nearest directory above, up to the root of
  /// a git repository; nil if there is none.
  private static func found() -> String? {
    var directory = ""
    for _ in 0..<64 {
      if FileName.exists(directory + name) { return directory + name }
      guard !FileName.exists(directory + ".git"), !isRoot(directory) else { return nil }
      directory += "../"
    }
    return nil
  }

  private static func isRoot(_ directory: String) -> Bool {
    FileName.real(directory.isEmpty ? "." : directory) == "/"
  }
}
