// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// Sources import FoundationEssentials, never all of Foundation: one such import links the ICU data
/// into the static executable, 36 MB more to load and to ship.
@Suite struct FoundationEssentialsTests {
  @Test func nothingImportsAllOfFoundation() throws {
    func importing(_ module: String) throws -> [Substring] {
      let sources = Places.package + "/Sources"
      return try Command.run(["grep", "-rlx", "--include=*.swift", "import \(module)", sources])
        .output.split(separator: "\n")
    }
    #expect(try importing("Foundation") == [], "import FoundationEssentials instead")
    #expect(try !importing("FoundationEssentials").isEmpty)
  }
}
