// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import SystemPackage
import Testing

/// Sources import FoundationEssentials, never all of Foundation: one such import links the ICU data
/// into the static executable, 36 MB more to load and to ship.
@Suite struct FoundationEssentialsTests {
  @Test func nothingImportsAllOfFoundation() throws {
    let sources = FilePath(Places.package + "/Sources")
    let files = try sources.filesBelow().filter { $0.extension == "swift" }
    try #require(files.count > 100)
    for file in files {
      let bytes = try #require(try sources.pushing(file).read(limit: 1 << 20))
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      #expect(!lines.contains("import Foundation"), "\(file): import FoundationEssentials instead")
    }
  }
}
