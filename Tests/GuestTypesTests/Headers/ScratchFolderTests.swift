// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestTypes

@Suite struct ScratchFolderTests {
  private struct Stop: Error {}

  private func exists(_ path: String) throws -> Bool {
    try Command.run(["test", "-e", path]).status == 0
  }

  @Test func isGoneWhateverHappens() throws {
    try Places.withScratchFolder { target in
      let kept = try Command.run(["touch", target + "/kept"])
      #expect(kept.status == 0)
      var path = ""
      #expect(throws: Stop.self) {
        try ScratchFolder.with { folder in
          path = folder.path
          try folder.write("a/b/c.h", "text")
          try folder.link("tree/xen", to: target)
          #expect(try exists(folder.file("tree/xen/kept")))
          throw Stop()
        }
      }
      #expect(try !exists(path))
      #expect(try exists(target + "/kept"))
    }
  }
}
