// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Work with the reports that other commands wrote.",
    discussion: """
      Examples:
        pvkit report merge 1.json 2.json > all.json
      """,
    subcommands: [Merge.self])
}
