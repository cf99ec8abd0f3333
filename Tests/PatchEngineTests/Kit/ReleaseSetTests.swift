// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PatchEngine

@Suite struct ReleaseSetTests {
  @Test(arguments: [
    ("2.6.18", "2.6.18 2.6.18.8", "2.6.17 2.6.19 2.6.17.14"),
    ("2.6.16-2.6.18", "2.6.16 2.6.17.1 2.6.18.8", "2.6.15.7 2.6.19"),
    ("2.6.18-", "2.6.18 3.2.0", "2.6.17"),
    ("-2.6.18", "2.4.37 2.6.18.8", "2.6.19"),
    ("2.6.16.5-2.6.16.9", "2.6.16.5 2.6.16.9", "2.6.16 2.6.16.4 2.6.16.10"),
    ("2.6.12, 2.6.16-2.6.17", "2.6.12 2.6.17", "2.6.13 2.6.18"),
  ])
  func contains(_ set: String, _ inside: String, _ outside: String) throws {
    let set = try #require(ReleaseSet(set))
    for text in inside.split(separator: " ") { #expect(set.contains(release(text)), "\(text)") }
    for text in outside.split(separator: " ") { #expect(!set.contains(release(text)), "\(text)") }
  }

  @Test(arguments: ["", "-", "2.6", "2.6.x", "2.6.18-2.6.16", "2.6.18--", ",", "2.6.1.2.3"])
  func refuses(_ text: String) { #expect(ReleaseSet(text) == nil) }

  @Test(arguments: [
    ("VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION =\n", "2.6.18"),
    (
      "VERSION=2\nPATCHLEVEL=6\nSUBLEVEL=18\nEXTRAVERSION = .8-mine\nVERSION = 9\n", "2.6.18.8-mine"
    ),
    ("VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION = -rc3\n", "2.6.18-rc3"),
    ("VERSION = 2\r\nPATCHLEVEL = 6\r\nSUBLEVEL = 18\r\nEXTRAVERSION =\r\n", "2.6.18"),
  ])
  func readsAMakefile(_ text: String, _ release: String) {
    #expect(KernelRelease(makefile: Array(text.utf8))?.description == release)
  }

  private func release(_ text: Substring) -> KernelRelease {
    KernelRelease(text.split(separator: ".").compactMap { Int($0) })
  }
}
