// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import TestGuests
import Testing

/// The line of progress on a terminal.
@Suite struct ProgressTests {
  /// Runs `pvkit check` on these images in a terminal: `g` is a guest, `big` a large file.
  private static func output(_ images: String) throws -> String {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/g")
      try Output.write(
        "cd '\(folder)' && truncate -s 20G big && '\(Places.pvkit)' check --mode pv \(images)\n",
        to: folder + "/run")
      return try Command.run(["script", "-qec", "bash '\(folder)/run'", "/dev/null"]).output
    }
  }

  /// The time goes on while one file takes long, and nothing is said of how long a pipe will take.
  @Test func oneFileThatTakesLong() throws {
    let output = try Self.output("g <(sleep 4; cat g)")
    let times = output.matches(of: #/1 of 2 files; 1 image; ([0-9]+:[0-9]{2})/#).map(\.output.1)
    #expect(Set(times).count > 1, "\(output.debugDescription)")
    #expect(!output.contains(" left"), "\(output.debugDescription)")
    // The line is removed at the end.
    #expect(output.contains("2 images: 2 without findings"), "\(output.debugDescription)")
  }

  /// What is left is counted in bytes: one large file takes longer than many small ones.
  @Test func oneLargeFile() throws {
    let output = try Self.output("g <(sleep 4; cat g) big")
    #expect(
      output.contains(#/1 of 3 files; 1 image; [0-9]+:[0-9]{2}, about [0-9]{2,}:[0-9][0-9] left/#),
      "\(output.debugDescription)")
  }
}
