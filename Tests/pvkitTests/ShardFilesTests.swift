// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Reports
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
        stale.contains {
          $0.hasPrefix(
            "pvkit: .pvkit.toml:5: suppression of * lgdt matches nothing in any of these")
        })
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
      #expect(
        clean.errors
          == "pvkit: .pvkit.toml:2: suppression of pae-mode matches nothing in *; remove it\n")
      let failed = try merged("\"a\", \"none\"")
      #expect(failed.status == 3 && !failed.errors.contains("matches nothing"), "\(failed.errors)")
    }
  }

  private static let formats = ["text", "json"] + AnnotationFormats.all.map { $0.name }

  /// A directory or package without an image is as much of an error as in one run, in every format:
  /// alone, beside an image, and if its files are in other shards than its end.
  @Test(
    arguments: ["check", "scan", "abi verify", "check --xen 4.16,4.17"],
    ["ve", "none.tar", "g ve", "d ve none.tar g ve2", "nosuch g", "d d/g d ve2 d", "g d d/a1 ./g"])
  func nothingThere(command: String, images: String) throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/g")
      let made = try Self.run(
        folder,
        """
        mkdir ve ve2 d; for i in 1 2 3; do echo text > ve2/$i; echo text > d/a$i; done
        cp g d; tar -cf none.tar ve2
        for i in 1 2; do "$pvkit" \(command) --shard $i/2 --format json \(images) > $i 2> /dev/null; done
        """)
      #expect(made.errors.isEmpty, "\(made.errors)")
      for format in Self.formats {
        let whole = try Self.run(folder, "\"$pvkit\" \(command) --format \(format) \(images)")
        #expect(whole.status == 3 && !whole.errors.isEmpty, "\(whole.errors)")
        let merged = try Self.run(folder, "\"$pvkit\" report merge --format \(format) 2 1")
        #expect(merged.errors == whole.errors, "\(format)")
        #expect(merged.output == whole.output, "\(format)")
        #expect(merged.status == 3, "\(format)")
      }
      for number in 1...2 {
        let report = try String(contentsOfFile: "\(folder)/\(number)", encoding: .utf8)
        try Schemas.expect([String(try #require(report.split(separator: "\n").last))], toBe: .shard)
      }
    }
  }

  /// Line ends of Windows and blank lines at the end change nothing, for baselines and `explain`, too;
  /// other changes of the end are called what they are.
  @Test func theEndOfAReport() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/g")
      let result = try Self.run(
        folder,
        #"""
        "$pvkit" notes remove g XEN_VERSION -o h 2> /dev/null
        for i in 1 2; do "$pvkit" check --shard $i/2 --format json g h > $i; done
        "$pvkit" report merge 1 2 > all
        sed 's/$/\r/' 1 > crlf; sed 's/$/\r/' all > all.crlf
        { cat 1; printf '\n\r\n  \n'; } > blank
        { cat all; printf '\n \n'; } > all.blank
        for other in crlf blank; do "$pvkit" report merge $other 2 | cmp - all || echo $other; done
        for other in all.crlf all.blank; do
          "$pvkit" check --baseline $other g h > /dev/null || echo $other
          test "$("$pvkit" explain $other)" = "$("$pvkit" explain all)" || echo $other
        done
        head -c -1 1 > cut; "$pvkit" report merge cut 2
        { cat 1; echo more; } > more; "$pvkit" report merge more 2
        """#)
      #expect(result.output.isEmpty, "\(result.output)")
      let errors = result.errors.split(separator: "\n").map(String.init)
      #expect(
        errors == [
          "pvkit: cut: is cut off: its last line is whole, but has no line end; run that shard again",
          "pvkit: more: line 3 ends a shard's report, and more lines follow it; "
            + "write each report to a file of its own, which is empty before",
        ], "\(errors)")
    }
  }

  /// The error that shards are missing has the names of a few reports, and the number of many.
  @Test func missingShards() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/g")
      let few = try Self.run(
        folder,
        """
        for i in 1 2 3 4 5 6; do "$pvkit" check --shard $i/7 --format json g > $i; done
        "$pvkit" report merge 1 2
        """)
      few.expectOneError(
        containing: "pvkit: 1 2: 5 of 7 shards are missing: 3/7, 4/7, 5/7, 6/7, 7/7; run them, and")
      let many = try Self.run(folder, "\"$pvkit\" report merge 1 2 3 4 5 6")
      many.expectOneError(
        containing:
          "pvkit: the 6 reports: 1 of 7 shards is missing: 7/7; run it, and give its report")
    }
  }

  /// A shard that failed without a line on an image says so.
  @Test func aShardThatFailed() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/g")
      let merged = try Self.run(
        folder,
        """
        "$pvkit" check --shard 1/1 --format json g | sed '$s/"exit":[0-9]/"exit":3/' > 1
        "$pvkit" report merge -o all 1
        """)
      #expect(merged.status == 3)
      #expect(merged.errors == "pvkit: 1: that shard failed; its standard error says why\n")
    }
  }

  /// The output is none of the reports, whatever its name.
  @Test(arguments: ["1", "./2", "link"]) func aReportIsNotOverwritten(output: String) throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/g")
      let result = try Self.run(
        folder,
        """
        for i in 1 2; do "$pvkit" check --shard $i/2 --format json g > $i; cp $i $i.old; done
        ln -s 2 link
        "$pvkit" report merge -o \(output) 1 2; status=$?
        cmp 1 1.old && cmp 2 2.old && exit $status
        """)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(
        result.errors.contains("--output: \(output) is one of the reports to join"),
        "\(result.errors)"
      )
    }
  }

  /// Images of the baseline that no shard has: one line counts them.
  @Test func imagesThatNoShardHas() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b", "c", "d"] { try Self.guest("\(folder)/\(name)") }
      let result = try Self.run(
        folder,
        """
        "$pvkit" check --mode pv --format json a b c d > known
        for i in 1 2; do "$pvkit" check --mode pv --baseline known --format json --shard $i/2 a b > $i; done
        "$pvkit" report merge 1 2
        """)
      #expect(result.errors == "pvkit: known: 2 images of the baseline were not checked\n")
      #expect(result.status == 0)
      for number in 1...2 {
        let shard = try String(contentsOfFile: "\(folder)/\(number)", encoding: .utf8)
        try Schemas.expect([String(try #require(shard.split(separator: "\n").last))], toBe: .shard)
      }
      // JSON has it as a value, of the shards and of one run.
      let whole = try Self.run(
        folder, "\"$pvkit\" check --mode pv --baseline known --format json a b")
      #expect(whole.output == result.output && whole.errors == result.errors && whole.status == 0)
      let last = try #require(result.output.split(separator: "\n").last)
      try Schemas.expect([String(last)], toBe: .stale)
      let images =
        #""unchecked":[{"baseline":"known","image":"c"},{"baseline":"known","image":"d"}]"#
      #expect(last.contains(images), "\(last)")
      // What a run updates is not stale.
      let update = try Self.run(
        folder, "\"$pvkit\" check --mode pv --baseline known --update-baseline --format json a b")
      #expect(!update.output.contains("\"stale\""), "\(update.output)")
    }
  }
}
