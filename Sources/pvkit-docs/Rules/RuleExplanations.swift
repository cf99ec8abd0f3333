// SPDX-License-Identifier: Apache-2.0

import Generators

/// The doc comments of the rules as a source file, for `pvkit explain`.
struct RuleExplanations {
  let file: GeneratedFile

  init(_ package: String) throws {
    let entries = try RuleSource.all(of: package).map { source in
      "    \"\(source.rule.id)\": #\"\"\"\n\(Self.indented(source.explanation))\n      \"\"\"#,\n"
    }
    file = GeneratedFile(
      path: "Sources/Checks/Generated/Explanations.swift",
      text: """
        // SPDX-License-Identifier: Apache-2.0
        // Generated from the rules' doc comments by `make docs`.
        // swift-format-ignore-file

        enum Explanations {
          static let text: [String: String] = [

        """ + entries.joined() + "  ]\n}\n")
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "      " + $0 }.joined(separator: "\n")
  }
}
