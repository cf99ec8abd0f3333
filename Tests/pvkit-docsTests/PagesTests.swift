// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import Testing

@testable import pvkit_docs

/// What is generated is as the sources say now. `make docs` writes it; tests only compare.
@Suite struct PagesTests {
  private static let files = PackageFiles(Places.package)

  @Test func explanationsAreCurrent() throws {
    try expectCurrent([RuleExplanations(Places.package).file])
  }

  @Test func pagesAreCurrent() throws {
    let pages = try Pages.all(of: Places.package)
    try expectCurrent(pages)
    #expect(try Self.files.leftOver(pages) == [])
  }

  private func expectCurrent(_ files: [GeneratedFile]) throws {
    for file in files {
      #expect(
        Self.files.text(of: file.path) == file.text,
        "\(file.path) is out of date; run: make docs")
    }
  }
}
