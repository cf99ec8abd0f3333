// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import Testing

@testable import pvkit_docs

/// Manual pages and completions, as `make install` installs them.
@Suite struct ManualTests {
  private static let files = Result { try Manual.files(of: Places.pvkit) }

  private func text(_ path: String) throws -> String {
    try #require(Self.files.get().first { $0.path == path }).text
  }

  /// As a terminal of 100 columns shows it, without bold.
  private func shown(_ path: String) throws -> String {
    let page = try text(path)
    return try Command.run(
      ["groff", "-k", "-man", "-Tutf8", "-rLL=100n", "-P-cbou"], input: Array(page.utf8)
    ).output.replacing("\u{2010}", with: "-").replacing("\u{2212}", with: "-")
  }

  /// A page for each command, its options and all: what the help has is in it.
  @Test func eachCommandHasAPage() throws {
    for page in ["pvkit", "pvkit-check", "pvkit-abi-diff", "pvkit-generate-guest"] {
      #expect(
        try text(page + ".1").hasPrefix(".TH \"\(page.uppercased().replacing("-", with: "\\-"))"))
    }
    let help = try Command.run([Places.pvkit, "help", "check"]).output
    let shown = try shown("pvkit-check.1")
    for option in help.matches(of: /--[a-z][a-z0-9-]+/).map({ String($0.0) }) {
      #expect(shown.contains(option), "\(option)")
    }
  }

  /// Examples keep their lines: each is a line of the page as it is shown.
  @Test func examplesKeepTheirLines() throws {
    let help = try Command.run([Places.pvkit, "help", "check"]).output
    let examples = help.split(separator: "\n").filter { $0.hasPrefix("  pvkit ") }
    #expect(examples.count > 3)
    let shown = try shown("pvkit-check.1")
    let lines = Set(shown.split(separator: "\n").map { $0.drop { $0 == " " } })
    for example in examples { #expect(lines.contains(example.drop { $0 == " " }), "\(example)") }
  }

  /// groff has nothing to say about any page.
  @Test func pagesAreWellFormed() throws {
    for file in try Self.files.get() where file.path.hasSuffix(".1") {
      let result = try Command.run(
        ["groff", "-k", "-man", "-Tutf8", "-ww", "-z"], input: Array(file.text.utf8))
      #expect(result.status == 0 && result.errors.isEmpty, "\(file.path): \(result.errors)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsNameTheCommands(shell: String) throws {
    let script = try text("pvkit." + shell)
    for word in ["check", "notes", "abi", "snapshot"] { #expect(script.contains(word)) }
  }
}
