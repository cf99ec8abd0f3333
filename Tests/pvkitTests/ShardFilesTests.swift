// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// What is known only at the end of a run, in shards.
@Suite struct ShardFilesTests {
  private static func run(_ folder: String, _ script: String) throws -> CommandResult {
    try Command.run(["sh", "-c", "cd \"$1\"; pvkit=$2\n\(script)", "sh", folder, Places.pvkit])
  }

  private static func guest(_ path: String) throws {
    try Output.write(TestGuest().build().bytes, to: path)
  }

  /// As many files as the other shard has are not the same files.
  @Test func shardsOfOtherFiles() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b", "c"] { try Self.guest("\(folder)/\(name)") }
      let shards = """
        "$pvkit" check --shard 1/2 --format json a b > 1
        "$pvkit" check --shard 2/2 --format json a c > 2
        "$pvkit" check --shard 2/2 --format json a b > same

        """
      let result = try Self.run(folder, shards + "\"$pvkit\" report merge 1 2")
      result.expectOneError(containing: "2: is a shard of other files than 1; give the shards of")
      let same = try Self.run(folder, "\"$pvkit\" report merge 1 same")
      #expect(same.status == 0 && same.output.split(separator: "\n").count == 2)
    }
  }

  /// Entries that no image needs are reported by the shards together, as by one run.
  @Test(arguments: [
    "check", "scan", "check --xen 4.16,4.17", "scan --xen 4.16,4.17",
  ]) func staleSuppressions(
    command: String
  ) throws {
    try Places.withScratchFolder { folder in
      try FileManager.default.copyItem(
        atPath: DebianImages.gnumach(), toPath: folder + "/gnumach")
      try Self.guest(folder + "/guest")
      // The first is needed by one of the two.
      try Output.write(
        """
        images = ["guest", "gnumach"]
        [[suppression]]
        class = "popf"
        reason = "x"
        [[suppression]]
        class = "lgdt"
        reason = "x"
        [[suppression]]
        rule = "pae-mode"
        image = "*"
        reason = "x"
        """, to: folder + "/.pvkit.toml")
      let whole = try Self.run(folder, "\"$pvkit\" \(command) --format json")
      #expect(whole.status == 1)
      let stale = whole.errors.split(separator: "\n").sorted()
      #expect(
        stale.contains("pvkit: .pvkit.toml:5: * lgdt matches nothing in any of these kernels"))
      #expect(stale.count == (command.hasPrefix("scan") ? 1 : 2), "\(whole.errors)")
      for number in 1...2 {
        let shard = try Self.run(
          folder, "\"$pvkit\" \(command) --format json --shard \(number)/2 > \(number)")
        #expect(shard.errors.isEmpty, "\(shard.errors)")
        let line = try String(contentsOfFile: "\(folder)/\(number)", encoding: .utf8)
        try Schemas.expect([String(try #require(line.split(separator: "\n").last))], toBe: .shard)
      }
      let merged = try Self.run(folder, "\"$pvkit\" report merge 2 1")
      #expect(merged.output == whole.output)
      #expect(merged.errors.split(separator: "\n").sorted() == stale)
      #expect(merged.status == 1)
    }
  }

  /// Only the stale entry is a finding; of a run in which an image could not be checked, nothing is
  /// known.
  @Test func onlyStale() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b"] { try Self.guest("\(folder)/\(name)") }
      func merged(_ images: String) throws -> CommandResult {
        try Output.write(
          "images = [\(images)]\n[[suppression]]\nrule = \"pae-mode\"\nimage = \"*\"\nreason = \"x\"\n",
          to: folder + "/.pvkit.toml")
        return try Self.run(
          folder,
          """
          for i in 1 2; do "$pvkit" check --mode pv --format json --shard $i/2 > $i 2> /dev/null; done
          "$pvkit" report merge 1 2
          """)
      }
      let clean = try merged("\"a\", \"b\"")
      #expect(clean.status == 1)
      #expect(clean.errors == "pvkit: .pvkit.toml:2: pae-mode matches nothing in *\n")
      let failed = try merged("\"a\", \"none\"")
      #expect(failed.status == 3 && !failed.errors.contains("matches nothing"), "\(failed.errors)")
    }
  }

  /// An image of the baseline that no shard has.
  @Test func staleEntriesOfABaseline() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b", "c"] { try Self.guest("\(folder)/\(name)") }
      let result = try Self.run(
        folder,
        """
        "$pvkit" check --mode pv --format json a b c > known
        for i in 1 2; do "$pvkit" check --mode pv --baseline known --format json --shard $i/2 a b > $i; done
        "$pvkit" report merge 1 2
        """)
      #expect(result.errors == "pvkit: known: c was not checked; its entries are stale\n")
      #expect(result.status == 0)
    }
  }
}
