// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Reports
import Testing

/// `--shard` and `pvkit report merge`.
@Suite struct ShardTests {
  private static let formats = ["text", "json"] + AnnotationFormats.all.map { $0.name }

  /// The shards' reports joined are those of one run; what was stopped or is missing is refused.
  @Test func shards() throws {
    try Places.withScratchFolder { folder in
      for number in 0..<7 { try RebuiltKernel.build("\(folder)/k\(number)") }
      try Output.write("x", to: folder + "/text")
      let arguments = [folder, "/bin/sh", folder + "/text"]
      func run(_ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "check"] + arguments + more)
      }
      let whole = try run("--format", "json")
      var files: [String] = []
      for index in 1...3 {
        let part = try run("--format", "json", "--shard", "\(index)/3")
        #expect(part.status == (part.errors.isEmpty ? 1 : 3))
        files.append("\(folder).\(index)")
        try Output.write(part.output, to: files[index - 1])
        let lines = part.output.split(separator: "\n").map(String.init)
        let views = lines.filter { $0.contains("\"form\":\"shard-view\"") }
        let reports = lines.dropLast().filter { !views.contains($0) }
        #expect(views.count == reports.count)
        try Schemas.expect(views, toBe: .shardView)
        try Schemas.expect(reports, toBe: .check)
        try Schemas.expect([try #require(lines.last)], toBe: .shard)
      }
      defer { for file in files { unlink(file) } }
      let merged = try Command.run(
        [Places.pvkit, "report", "merge", files[2], files[0], files[1]])
      #expect(merged.status == whole.status)
      #expect(merged.output == whole.output)
      // Every format is that of one run.
      for format in Self.formats {
        let whole = try run("--format", format)
        let merged = try Command.run(
          [Places.pvkit, "report", "merge", "--format", format, files[1], files[0], files[2]])
        #expect(merged.output == whole.output, "\(format)")
        #expect(merged.status == whole.status, "\(format)")
      }
      // As a baseline, the report of one shard lacks what the other shards found.
      let known = try run("--format", "text", "--baseline", files[0])
      #expect(known.status == 3 && known.output.isEmpty)
      #expect(
        known.errors.contains(
          "ends the report of shard 1/3, and other shards are missing; join the reports of all "),
        "\(known.errors)")
      let explained = try pvkit("explain", files[0] + ":1")
      #expect(explained.status == 0, "\(explained.errors)")
      try pvkit("report", "merge", files[0], files[2])
        .expectOneError(containing: "1 of 3 shards is missing: 2/3")
      let many =
        #"{"command":"pvkit check","count":\#(Int.max),"exit":1,"form":"shard","inputs":1,"of":"check","shard":1,"version":1}"#
        + "\n"
      try Output.write(many, to: folder + "/text")
      try pvkit("report", "merge", folder + "/text")
        .expectOneError(containing: "\(Int.max - 1) of \(Int.max) shards are missing: 2/\(Int.max)")
      try pvkit("report", "merge", files[0], files[0])
        .expectOneError(containing: "is shard 1/3, as \(files[0]) is")
      let text = try String(contentsOfFile: files[1], encoding: .utf8)
      try Output.write(String(text.dropLast(30)), to: files[1])
      try pvkit("report", "merge", files[0], files[1], files[2])
        .expectOneError(containing: "the shard was stopped; run that shard again")
      #expect(try pvkit("check", "--shard", "1/2", folder).status == 2)
      for (shard, reason) in [
        ("3/2", "of 2 shards, the first is 1/2 and the last 2/2"),
        ("0/2", "of 2 shards, the first"),
        ("1/0", "there are 1 to 1048576 shards, not 0"), ("2", "expected I/N"),
        ("1/2/3", "expected I/N"), ("a/2", "expected I/N"),
      ] {
        let wrong = try run("--format", "json", "--shard", shard)
        #expect(wrong.status == 2 && wrong.errors.contains(reason), "\(wrong.errors)")
      }
      try Self.linesLostAndAdded(files[0])
      // What is no shard's at all.
      try Output.write(whole.output, to: folder + ".whole")
      defer { unlink(folder + ".whole") }
      try pvkit("report", "merge", folder + ".whole")
        .expectOneError(containing: "is not a shard's report, but the check report of a whole run")
    }
  }

  /// What a shard lost, or has twice, or what another version wrote, is not a part of the run.
  private static func linesLostAndAdded(_ file: String) throws {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      .map(String.init)
    let count = lines.count - 1
    func expect(_ lines: some Sequence<String>, _ words: String) throws {
      let odd = file + ".odd"
      defer { unlink(odd) }
      try Output.write(lines.map { $0 + "\n" }.joined(), to: odd)
      try pvkit("report", "merge", odd).expectOneError(containing: words)
    }
    try expect(
      lines.prefix(2) + lines.dropFirst(3),
      "has \(count - 1) lines before its last one, which says \(count): some were lost; run that")
    try expect(
      lines.prefix(2) + lines,
      "has \(count + 2) lines before its last one, which says \(count): some were added")
    try expect(lines + lines, "line \(count + 1) ends a shard's report, and more lines follow it")
    // One is lost and another one is there twice; two have changed places; one is another one.
    var changed = lines
    changed[0] = lines[0].replacing("\"image\":\"", with: "\"image\":\"x")
    #expect(changed[0] != lines[0])
    let odd: [([String], Int)] = [
      (Array(lines.prefix(2)) + lines[3...4] + lines[4...], 3),
      ([lines[0], lines[2], lines[1]] + lines[3...], 2), (changed, 1),
    ]
    for (lines, number) in odd {
      #expect(lines.count == count + 1)
      try expect(lines, "line \(number) is not the line that the shard wrote there: lines were")
    }
    // A report of an older version has no hashes: only its lines are counted.
    let old = changed.map { $0.replacing(#/"digests":\[[^\]]*\],/#, with: "") }
    #expect(old.last != lines.last)
    try expect(old, "2 of 3 shards are missing: ")
    for number in [0, 1, count] {
      var other = lines
      other[number] = lines[number].replacing("\"version\":1}", with: "\"version\":99}")
      #expect(other[number] != lines[number])
      try expect(other, "line \(number + 1) has version 99 of the form ")
    }
  }

  /// Shards that were asked something else are not of one run; how a value is written does not matter.
  @Test(arguments: [
    ("check", "--xen 4.10", "--xen 4.10, and"), ("check", "--pv32", "--pv32 true, and"),
    ("check", "--role domU", "--role domU, and"), ("check", "--suppress R", "--suppress"),
    ("check", "--memory 1024M", "--memory 1073741824, and"),
    ("scan", "--notes", "--notes true, and"),
    ("scan", "--setting container", "--setting container, and"),
    ("check", "--baseline B", "--baseline"), ("abi verify", "--xen 3.4", "--xen 3.4, and"),
    ("check", "--config C", "severity of note-owner off, and"), ("check", "--memory 512M", ""),
    ("check", "--xen=4.17 --jobs 1", ""),
  ]) func shardsOfOtherOptions(command: String, options: String, words: String) throws {
    try Places.withScratchFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/k", withIntermediateDirectories: true)
      for name in ["a", "b"] { try RebuiltKernel.build("\(folder)/k/\(name)") }
      try Output.write("* popf right\n", to: folder + "/R")
      try Output.write("[severity]\nnote-owner = \"off\"\n", to: folder + "/C")
      try Output.write(
        #"{"fingerprints":["note-owner"],"form":"baseline","image":"k","of":"check","version":1}"#
          + "\n", to: folder + "/B")
      let script = """
        cd "$1"
        "$2" \(command) --shard 1/2 --format json k > 1
        "$2" \(command) --shard 2/2 --format json \(options) k > 2
        "$2" \(command) --shard 2/2 --format json k > same
        """
      _ = try Command.run(["sh", "-c", script, "sh", folder, Places.pvkit])
      for file in words.isEmpty ? ["/same", "/2"] : ["/same"] {
        let merged = try pvkit("report", "merge", folder + "/1", folder + file)
        // For abi verify, the images have no types, which is an error of each.
        #expect(merged.errors.isEmpty == (command != "abi verify"), "\(merged.errors)")
        #expect(!merged.output.isEmpty && !merged.errors.contains("was made with"))
      }
      guard !words.isEmpty else { return }
      try pvkit("report", "merge", folder + "/1", folder + "/2")
        .expectOneError(containing: "/2: was made with \(words)")
    }
  }

  /// What never was a shard's report is no shard that was stopped.
  @Test func aShardThatIsAnImage() throws {
    try Places.withScratchFolder { folder in
      try RebuiltKernel.build(folder + "/vmlinux")
      try pvkit("report", "merge", folder + "/vmlinux")
        .expectOneError(containing: "vmlinux: is not a JSON report; give the output of `--shard I")
      for start in ["{", "{\"fingerprints\":["] {
        try Output.write(start, to: folder + "/1.json")
        try pvkit("report", "merge", folder + "/1.json")
          .expectOneError(containing: "the shard was stopped")
      }
    }
  }

  /// What the shards were asked for, the joined report shows: notes, several releases, a baseline, maps.
  @Test(arguments: [
    "check", "check --xen 3.4,4.17", "check --baseline", "scan --notes --calls",
    "scan --xen 3.4,4.17", "abi verify", "abi verify --xen 3.4,4.17",
  ]) func shardsOfEachCommand(command: String) throws {
    try Places.withScratchFolder { folder in
      let images = try [DebianImages.linuxCloud(), DebianImages.gnumach(), WrongObject.path()]
      var words = [Places.pvkit] + command.split(separator: " ").map(String.init)
      if words.last == "--baseline" {
        words.removeLast()
        let known = try Command.run(words + ["--format", "json", images[1]]).output
        let lost = known.replacing("\"note-owner", with: "\"note-name")
        #expect(lost != known)
        try Output.write(lost, to: folder + "/known.json")
        words += ["--baseline", folder + "/known.json"]
      }
      let files = (1...2).map { "\(folder)/\($0).json" }
      for (index, file) in files.enumerated() {
        let part = try Command.run(
          words + ["--shard", "\(index + 1)/2", "--format", "json"] + images)
        try Output.write(part.output, to: file)
      }
      for format in Self.formats {
        let whole = try Command.run(words + ["--format", format] + images)
        let merged = try Command.run([Places.pvkit, "report", "merge", "--format", format] + files)
        #expect(merged.output == whole.output, "\(format)")
        #expect(merged.status == whole.status, "\(format)")
      }
    }
  }

  /// A shard's report whose map no processor can have is refused, and not drawn.
  @Test func aMapOfNoMemory() throws {
    try Places.withScratchFolder { folder in
      try RebuiltKernel.build(folder + "/vmlinux")
      let file = folder + "/1.json"
      let part = try pvkit("check", "--shard", "1/1", "--format", "json", folder + "/vmlinux")
      for memory in ["18446744073709551615", "1", "0"] {
        let other = part.output.replacing(
          #/"memory":[0-9]+/#, with: "\"memory\":\(memory)")
        #expect(other != part.output)
        try Output.write(other, to: file)
        try pvkit("report", "merge", file)
          .expectOneError(containing: "is not the line that the shard wrote there")
        // An older version wrote no hashes of lines.
        let old = other.replacing(#/"digests":\[[^\]]*\],/#, with: "")
        try Output.write(old, to: file)
        try pvkit("report", "merge", "--format", "html", file)
          .expectOneError(containing: "was written by another version of pvkit")
      }
      #expect(try pvkit("report", "merge", file).status == 1)
    }
  }
}
