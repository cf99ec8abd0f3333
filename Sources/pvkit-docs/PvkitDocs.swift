// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

/// Writes all files of the package that are derived from its sources. Tests only compare them.
@main
struct PvkitDocs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pvkit-docs",
    abstract: "Write pvkit's generated pages, sources, manual pages and shell completions.",
    discussion: """
      `make docs` and `make` run it.

      Exit codes: 0 written; 2 usage; 3 something could not be made or written.
      """,
    subcommands: [WriteExplanations.self, WritePages.self, WriteManual.self])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      switch exitCode(for: error) {
      case .success: print(fullMessage(for: error))
      case .validationFailure: complain(fullMessage(for: error), 2)
      default: complain("pvkit-docs: \(error)", 3)
      }
    }
  }
}

struct WriteExplanations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explanations",
    abstract: "Write the source file with the rules' explanations, from their doc comments.")
  @Argument(help: "The package's directory.") var package: String

  func run() throws { try PackageFiles(package).write([RuleExplanations(package).file]) }
}

struct WritePages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages", abstract: "Write the generated pages of Docs; remove those of nothing.")
  @Argument(help: "The package's directory.") var package: String

  func run() throws {
    let files = PackageFiles(package)
    let pages = try Pages.all(of: package)
    try files.write(pages)
    try files.remove(try files.leftOver(pages))
  }
}

struct WriteManual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write a manual page of each command of pvkit, and the completions of three shells.")
  @Argument(help: "The pvkit to describe.") var pvkit: String
  @Argument(help: "The directory to write to; created if necessary.") var directory: String

  func run() throws {
    try PackageFiles(directory).write(Manual.files(of: pvkit), isNamed: false)
  }
}
