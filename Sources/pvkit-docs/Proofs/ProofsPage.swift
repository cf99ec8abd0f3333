// SPDX-License-Identifier: Apache-2.0

import Generators
import PatchEngine

/// The pages with tables of the proofs recorded by `pvkit patch prove --record`. The rest of these
/// pages is written by hand.
struct ProofsPage {
  private let package: String
  private let table: ProofTable

  /// - Throws: an error if the kit cannot be read.
  init(_ package: String) throws {
    self.package = package
    table = try ProofTable(Kit(directory: package + "/patches"))
  }

  var files: [GeneratedFile] {
    get throws {
      [
        try page(
          "Docs/compatibility.md",
          [("proofs", try table.markdown), ("ratios", try table.ratios)]),
        try page("README.md", [("summary", try table.summary)]),
      ]
    }
  }

  /// Replaces the tables in a page.
  ///
  /// - Throws: `PatchError` if the page does not exist or has no place for a table.
  private func page(
    _ path: String, _ tables: [(name: String, text: String)]
  ) throws -> GeneratedFile {
    guard var text = PackageFiles(package).text(of: path) else {
      throw PatchError(path, "is missing")
    }
    for (name, table) in tables {
      let begin = "<!-- \(name): written by pvkit-docs -->\n"
      guard let start = text.firstRange(of: begin),
        let end = text[start.upperBound...].firstRange(of: "<!-- end of \(name) -->\n")
      else { throw PatchError(path, "has no place for the \(name)") }
      text.replaceSubrange(start.upperBound..<end.lowerBound, with: "\n\(table)\n")
    }
    return GeneratedFile(path: path, text: text)
  }
}
