// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

@Suite struct ReleaseRangeTests {
  @Test(arguments: [
    ("2.6.18", "2.6.18 2.6.18.8", "2.6.17 2.6.19 2.6.17.14"),
    ("2.6.16-2.6.18", "2.6.16 2.6.17.1 2.6.18.8", "2.6.15.7 2.6.19"),
    ("2.6.18-", "2.6.18 3.2.0", "2.6.17"),
    ("-2.6.18", "2.4.37 2.6.18.8", "2.6.19"),
    ("2.6.16.5-2.6.16.9", "2.6.16.5 2.6.16.9", "2.6.16 2.6.16.4 2.6.16.10"),
    ("all", "2.4.0 2.6.39", ""),
  ])
  func contains(_ text: String, _ inside: String, _ outside: String) throws {
    let range = try #require(ReleaseRange(text))
    #expect(range.description == text)
    for text in inside.split(separator: " ") { #expect(range.contains(numbers(text)), "\(text)") }
    for text in outside.split(separator: " ") { #expect(!range.contains(numbers(text)), "\(text)") }
  }

  @Test(arguments: [
    "", "-", "2.6", "2.6.x", "2.6.18-2.6.16", "2.6.18--", ",", "2.6.1.2.3", "2.6.+1",
  ])
  func refuses(_ text: String) { #expect(ReleaseRange(text) == nil) }

  @Test(arguments: [
    ("VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION =\n", "2.6.18"),
    (
      "VERSION=2\nPATCHLEVEL=6\nSUBLEVEL=18\nEXTRAVERSION = .8-mine\nVERSION = 9\n", "9.6.18.8-mine"
    ),
    ("VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION = -rc3\n", "2.6.18-rc3"),
    ("VERSION = 2\r\nPATCHLEVEL = 6\r\nSUBLEVEL = 18\r\nEXTRAVERSION =\r\n", "2.6.18"),
  ])
  func readsAMakefile(_ text: String, _ release: String) {
    #expect(KernelRelease(makefile: Array(text.utf8))?.description == release)
  }

  private func numbers(_ text: Substring) -> [Int] {
    text.split(separator: ".").compactMap { Int($0) }
  }
}
