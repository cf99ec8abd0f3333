// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

/// The baselines of `.pvkit.toml`.
@Suite struct ProjectBaselinesTests {
  /// Each command has a baseline of its own, from the file's directory.
  @Test func baselines() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      try Output.write(
        "images = [\"\(image)\"]\n[baseline]\ncheck = \"c.json\"\nscan = \"s.json\"\n",
        to: folder + "/.pvkit.toml")
      for command in ["check", "scan"] {
        #expect(try ProjectFolder.run(folder, "\(command) --no-config \(image)").status == 1)
        let update = try ProjectFolder.run(folder, "\(command) --update-baseline")
        #expect(update.status == 0, "\(update.errors)")
        let known = try ProjectFolder.run(folder, command)
        #expect(known.status == 0, "\(known.output)\(known.errors)")
      }
      #expect(try Command.run(["test", "-s", folder + "/s.json"]).status == 0)
    }
  }
}
