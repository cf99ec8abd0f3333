// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct AbiDocTests {
  @Test func writesWhatIsKept() throws {
    try Places.withScratchFolder { folder in
      let result = try pvkit("abi", "doc", "--output", folder + "/abi")
      #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
      // The manifest is for trees of users.
      let same = try Command.run([
        "diff", "-r", "-x", ".pvkit", folder + "/abi", Places.package + "/Docs/abi",
      ])
      #expect(same.status == 0, "\(same.output.prefix(500))")
    }
  }

  @Test func leavesEditedPagesAlone() throws {
    try Places.withScratchFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/abi", withIntermediateDirectories: false)
      let page = folder + "/abi/README.md"
      try "mine".write(toFile: page, atomically: false, encoding: .utf8)
      try pvkit("abi", "doc", "--output", folder + "/abi").expectOneError(containing: "--force")
      #expect(try String(contentsOfFile: page, encoding: .utf8) == "mine")
    }
  }
}
