// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Reports
import Testing

/// `--baseline`, `--update-baseline`, `--shard` and `pvkit report merge`.
@Suite struct BaselineTests {
  private static let formats = ["text", "json"] + AnnotationFormats.all.map { $0.name }

  /// A PV kernel with instructions that fault and mislead; `-DMOVED` puts 64 bytes of nops before them,
  /// and `-DMORE` one more.
  private static let source = """
    .macro note type
    .section .note.Xen, "a", @note
    .align 4
    .long 4, 2f - 1f, \\type
    .asciz "Xen"
    1:
    .endm
    note 6
    .asciz "test"
    2: .align 4
    note 8
    .asciz "generic"
    2: .align 4
    note 5
    .asciz "xen-3.0"
    2: .align 4
    note 1
    .quad _start
    2: .align 4
    note 3
    .quad 0xffffffff80000000
    2: .align 4
    .text
    #ifdef MOVED
    .skip 64, 0x90
    #endif
    .globl _start
    .type _start, @function
    _start: cli
    lgdt 0(%rax)
    1: jmp 1b
    .size _start, . - _start
    .type other, @function
    other: popf
    #ifdef TWICE
    popf
    #endif
    #ifdef MORE
    wrmsr
    #endif
    ret
    .size other, . - other
    #ifdef ELSEWHERE
    .type third, @function
    third: popf
    ret
    .size third, . - third
    #endif
    """

  private static func kernel(_ file: String, _ flags: String...) throws {
    let text = file + ".S"
    try Output.write(source, to: text)
    let result = try Command.run(
      [
        "gcc", "-nostdlib", "-static", "-Wl,-Ttext=0xffffffff80100000", "-Wl,--build-id=none", "-o",
        file, text,
      ] + flags)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// What was found is known in the next build, whatever moved; one more is new, one less is said.
  @Test(arguments: ["check", "scan"]) func aKernelThatWasBuiltAnew(command: String) throws {
    try Places.withScratchFolder { folder in
      let (kernel, baseline) = (folder + "/vmlinux", folder + "/baseline.json")
      try Self.kernel(kernel)
      let first = try pvkit(command, "--format", "json", kernel)
      #expect(first.status == 1, "\(first.errors)")
      try Output.write(first.output, to: baseline)
      let names = try #require(first.document()["fingerprints"] as? [String])
      #expect(names.count > 2)
      #expect(!names.contains { $0.contains("0x") }, "\(names)")
      try Self.kernel(kernel, "-DMOVED")
      #expect(try pvkit(command, kernel).status == 1)
      let moved = try pvkit(command, "--baseline", baseline, kernel)
      #expect(moved.status == 0, "\(moved.output)\(moved.errors)")
      #expect(moved.output.contains("0 new, \(names.count) known, 0 no longer found"))
      try Self.kernel(kernel, "-DMOVED", "-DMORE")
      let more = try pvkit(command, "--baseline", baseline, "--format", "json", kernel)
      #expect(more.status == 1)
      let comparison = try #require(more.document()["baseline"] as? [String: Any])
      let new = try #require(comparison["new"] as? [String])
      #expect(new.count == 1 && new[0].contains("wrmsr"), "\(new)")
      let form: JsonForm = command == "check" ? .check : .scan
      try Schemas.expect([more.output, first.output], toBe: form)
      for format in ["gcc", "github", "junit"] {
        let text = try pvkit(command, "--baseline", baseline, "--format", format, kernel).output
        #expect(text.contains("wrmsr") && !text.contains("lgdt"), "\(text)")
      }
      let sarif = try pvkit(command, "--baseline", baseline, "--format", "sarif", kernel).output
      #expect(sarif.components(separatedBy: "\"baselineState\" : \"new\"").count == 2)
      #expect(
        sarif.components(separatedBy: "\"baselineState\" : \"unchanged\"").count
          == names.count + 1)
      // From now on that is known, and back in the old kernel it is gone.
      let update = try pvkit(command, "--baseline", baseline, "--update-baseline", kernel)
      #expect(update.status == 0)
      let written = try String(contentsOfFile: baseline, encoding: .utf8)
      try Schemas.expect([written], toBe: .baseline)
      try Self.kernel(kernel)
      let less = try pvkit(command, "--baseline", baseline, kernel)
      #expect(less.status == 0)
      #expect(less.output.contains("no longer found: \(new[0])"), "\(less.output)")
    }
  }

  /// One more of a known class of instructions is new, and named; one less is said.
  @Test(arguments: ["4.17", "4.2,4.17"]) func anotherInstructionOfAClass(xen: String) throws {
    try Places.withScratchFolder { folder in
      let (kernel, baseline) = (folder + "/vmlinux", folder + "/baseline.json")
      func check(_ more: String...) throws -> CommandResult {
        try Command.run(
          [Places.pvkit, "check", "--xen", xen, "--baseline", baseline, kernel] + more)
      }
      func fixed() throws -> [String]? {
        let document = try check("--format", "json").document()["baseline"] as? [String: Any]
        return document?["fixed"] as? [String]
      }
      try Self.kernel(kernel)
      #expect(try check("--update-baseline").status == 0)
      let written = try String(contentsOfFile: baseline, encoding: .utf8)
      try Schemas.expect([written], toBe: .baseline)
      for (flag, place) in [("-DTWICE", "other #2"), ("-DELSEWHERE", "third")] {
        try Self.kernel(kernel, "-DMOVED", flag)
        let more = try check()
        #expect(more.status == 1)
        #expect(more.output.contains(": 1 new, "), "\(more.output)")
        #expect(more.output.contains("; new in \(place) [instruction-misleads]"), "\(more.output)")
      }
      try Self.kernel(kernel, "-DTWICE", "-DELSEWHERE")
      #expect(try check().output.contains("; new in other #2, third ["))
      #expect(try check("--update-baseline").status == 0)
      #expect(try check().status == 0)
      try Self.kernel(kernel)
      #expect(try check().status == 0)
      let popf = "instruction-misleads instruction popf"
      #expect(try fixed() == ["\(popf) in other #2", "\(popf) in third"])
      // A baseline of an older version has only the class.
      try Output.write(written.replacing(#/"occurrences":\{.*?\},/#, with: ""), to: baseline)
      try Self.kernel(kernel, "-DTWICE")
      #expect(try check().status == 0)
    }
  }

  /// Kernels are named after their versions: what is known of one is known of the next.
  @Test func theNextVersion() throws {
    try Places.withScratchFolder { folder in
      let baseline = folder + "/baseline.json"
      func name(_ version: String, _ flavour: String) -> String {
        "\(folder)/k/vmlinuz-\(version)-\(flavour)"
      }
      func check(_ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "check", "--baseline", baseline, folder + "/k"] + more)
      }
      func images() throws -> [String] {
        let lines = try String(contentsOfFile: baseline, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { $0.firstMatch(of: #/"image":"k/vmlinuz-([^"]*)"/#) }
          .map { String($0.output.1) }
      }
      try FileManager.default.createDirectory(
        atPath: folder + "/k", withIntermediateDirectories: true)
      for flavour in ["amd64", "cloud-amd64"] { try Self.kernel(name("6.1.0-25", flavour)) }
      #expect(try check("--update-baseline").status == 0)
      for flavour in ["amd64", "cloud-amd64"] {
        unlink(name("6.1.0-25", flavour))
        try Self.kernel(name("6.1.0-26", flavour), "-DMOVED")
      }
      let next = try check()
      #expect(next.status == 0 && next.errors.isEmpty, "\(next.output)\(next.errors)")
      #expect(next.output.contains("0 no longer found (compared with k/vmlinuz-6.1.0-25-amd64)"))
      let json = try check("--format", "json")
      try Schemas.expect(json.output.split(separator: "\n").map(String.init), toBe: .check)
      #expect(json.output.contains(#""of":"k/vmlinuz-6.1.0-25-cloud-amd64""#))
      // What is new in it is new, and the old version beside it is compared with its own entry.
      try Self.kernel(name("6.1.0-26", "amd64"), "-DMORE")
      try Self.kernel(name("6.1.0-25", "amd64"))
      let more = try check()
      #expect(more.status == 1)
      #expect(more.output.contains("k/vmlinuz-6.1.0-25-amd64: 0 new, "), "\(more.output)")
      #expect(more.output.contains("k/vmlinuz-6.1.0-26-amd64: 1 new, "), "\(more.output)")
      // The next version's entry takes the place of the old one's if that kernel is gone.
      #expect(try check("--update-baseline").status == 0)
      #expect(
        try images() == ["6.1.0-25-amd64", "6.1.0-26-amd64", "6.1.0-26-cloud-amd64"])
      // Of several versions, the newest one's findings are known.
      try Self.kernel(name("6.1.0-27", "amd64"), "-DMORE")
      let newest = try check()
      #expect(newest.status == 0)
      #expect(newest.output.contains("(compared with k/vmlinuz-6.1.0-26-amd64)"))
    }
  }

  /// Whose such a report is stands in its key `of`, beside the form.
  @Test(arguments: ["check", "scan"]) func aReportOfSeveralReleases(command: String) throws {
    try Places.withScratchFolder { folder in
      let (kernel, report) = (folder + "/vmlinux", folder + "/report.json")
      try Self.kernel(kernel)
      let first = try pvkit(command, "--xen", "4.2,4.17", "--format", "json", kernel)
      #expect(first.status == 1 && first.output.contains("\"form\":\"releases\""))
      try Output.write(first.output, to: report)
      let again = try pvkit(command, "--xen", "4.2,4.17", "--baseline", report, kernel)
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.output.contains(": 0 new, "), "\(again.output)")
      try pvkit(command, "--xen", "4.17", "--baseline", report, kernel)
        .expectOneError(containing: "line 1 is of the form releases, not \(command)")
    }
  }

  @Test func aBaselineThatIsNone() throws {
    try Places.withScratchFolder { folder in
      let kernel = folder + "/vmlinux"
      try Self.kernel(kernel)
      let scan = try pvkit("scan", "--format", "json", kernel)
      try Output.write("\n" + scan.output, to: folder + "/scan.json")
      try pvkit("check", "--baseline", folder + "/scan.json", kernel)
        .expectOneError(containing: "line 2 is of the form scan, not check")
      try pvkit("check", "--baseline", kernel + ".S", kernel)
        .expectOneError(containing: "line 1 is not a line of a JSON report")
      // A run that judged nothing knows nothing.
      #expect(
        try pvkit("check", "--baseline", folder + "/empty", "--update-baseline", "/bin/none").status
          == 3)
      #expect(try pvkit("check", "--baseline", folder + "/empty", kernel).status == 1)
      try pvkit("check", "--baseline", folder + "/none", kernel)
        .expectOneError(containing: "does not exist; write it with --update-baseline")
      #expect(try pvkit("check", "--update-baseline", kernel).status == 2)
      // An image of the baseline that was not there this time.
      try Output.write(
        try pvkit("check", "--format", "json", kernel, "/bin/sh").output, to: folder + "/two.json")
      try Self.kernel(folder + "/other")
      let other = try pvkit("check", "--baseline", folder + "/two.json", kernel, folder + "/other")
      #expect(other.status == 1)
      #expect(other.errors.contains("sh was not checked; its entries are stale"))
    }
  }

  /// The shards' reports joined are those of one run; what was stopped or is missing is refused.
  @Test func shards() throws {
    try Places.withScratchFolder { folder in
      for number in 0..<7 { try Self.kernel("\(folder)/k\(number)") }
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
      // As a baseline, a shard's report is a report.
      let known = try run("--format", "text", "--baseline", files[0])
      #expect(known.output.contains(": 0 new, "), "\(known.errors)")
      let explained = try pvkit("explain", files[0] + ":1")
      #expect(explained.status == 0, "\(explained.errors)")
      try pvkit("report", "merge", files[0], files[2])
        .expectOneError(containing: "1 of 3 shards are missing: 2/3")
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
      // What is no shard's at all.
      try Output.write(whole.output, to: folder + ".whole")
      defer { unlink(folder + ".whole") }
      try pvkit("report", "merge", folder + ".whole")
        .expectOneError(containing: "is not a shard's report, but the check report of a whole run")
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
      for name in ["a", "b"] { try Self.kernel("\(folder)/k/\(name)") }
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
        #expect(merged.errors.isEmpty && !merged.output.isEmpty, "\(merged.errors)")
      }
      guard !words.isEmpty else { return }
      try pvkit("report", "merge", folder + "/1", folder + "/2")
        .expectOneError(containing: "/2: was made with \(words)")
    }
  }

  /// What never was a shard's report is no shard that was stopped.
  @Test func aShardThatIsAnImage() throws {
    try Places.withScratchFolder { folder in
      try Self.kernel(folder + "/vmlinux")
      try pvkit("report", "merge", folder + "/vmlinux")
        .expectOneError(containing: "vmlinux: is not a JSON report; give the output of `--shard I")
      for start in ["{", "{\"fingerprints\":["] {
        try Output.write(start, to: folder + "/1.json")
        try pvkit("report", "merge", folder + "/1.json")
          .expectOneError(containing: "the shard was stopped")
      }
    }
  }

  /// A file that is no report is not written over, and the cure is not what was done already.
  @Test func aFileThatIsNoBaseline() throws {
    try Places.withScratchFolder { folder in
      try Self.kernel(folder + "/vmlinux")
      let file = folder + "/keep.json"
      try Output.write("{\"mine\":1}\n", to: file)
      let result = try pvkit(
        "check", "--baseline", file, "--update-baseline", folder + "/vmlinux")
      result.expectOneError(containing: "remove it, or name another file")
      #expect(!result.errors.contains("--update-baseline"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "{\"mine\":1}\n")
      try pvkit("check", "--baseline", file, folder + "/vmlinux")
        .expectOneError(containing: "rewrite it with --update-baseline")
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
      try Self.kernel(folder + "/vmlinux")
      let file = folder + "/1.json"
      let part = try pvkit("check", "--shard", "1/1", "--format", "json", folder + "/vmlinux")
      for memory in ["18446744073709551615", "1", "0"] {
        let other = part.output.replacing(
          #/"memory":[0-9]+/#, with: "\"memory\":\(memory)")
        #expect(other != part.output)
        try Output.write(other, to: file)
        try pvkit("report", "merge", "--format", "html", file)
          .expectOneError(containing: "was written by another version of pvkit")
      }
      #expect(try pvkit("report", "merge", file).status == 1)
    }
  }
}
