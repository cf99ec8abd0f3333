// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Reports
import Testing

/// `--baseline` and `--update-baseline`.
@Suite struct BaselineTests {
  /// What was found is known in the next build, whatever moved; one more is new, one less is said.
  @Test(arguments: ["check", "scan"]) func aKernelThatWasBuiltAnew(command: String) throws {
    try Places.withScratchFolder { folder in
      let (kernel, baseline) = (folder + "/vmlinux", folder + "/baseline.json")
      try RebuiltKernel.build(kernel)
      let first = try pvkit(command, "--format", "json", kernel)
      #expect(first.status == 1, "\(first.errors)")
      try Output.write(first.output, to: baseline)
      let names = try #require(first.document()["fingerprints"] as? [String])
      #expect(names.count > 2)
      #expect(!names.contains { $0.contains("0x") }, "\(names)")
      try RebuiltKernel.build(kernel, "-DMOVED")
      #expect(try pvkit(command, kernel).status == 1)
      let moved = try pvkit(command, "--baseline", baseline, kernel)
      #expect(moved.status == 0, "\(moved.output)\(moved.errors)")
      #expect(moved.output.contains("0 new, \(names.count) known, 0 no longer found"))
      try RebuiltKernel.build(kernel, "-DMOVED", "-DMORE")
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
      #expect(
        update.errors
          == "pvkit: \(baseline): \(names.count + 1) findings in 1 image are known now\n")
      let written = try String(contentsOfFile: baseline, encoding: .utf8)
      try Schemas.expect([written], toBe: .baseline)
      try RebuiltKernel.build(kernel)
      let less = try pvkit(command, "--baseline", baseline, kernel)
      #expect(less.status == 0)
      // The rule, what it is about, the image and the place, instead of the fingerprint.
      let rule = new[0].prefix { $0 != " " }
      let place = new[0].dropFirst(rule.count + 1)
      #expect(less.output.contains("  no longer found in vmlinux: \(rule): "), "\(less.output)")
      #expect(less.output.contains("\n    \(place)\n"), "\(less.output)")
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
      try RebuiltKernel.build(kernel)
      #expect(try check("--update-baseline").status == 0)
      let written = try String(contentsOfFile: baseline, encoding: .utf8)
      try Schemas.expect([written], toBe: .baseline)
      for (flag, place) in [("-DTWICE", "other #2"), ("-DELSEWHERE", "third")] {
        try RebuiltKernel.build(kernel, "-DMOVED", flag)
        let more = try check()
        #expect(more.status == 1)
        #expect(more.output.contains(": 1 new, "), "\(more.output)")
        #expect(more.output.contains("; new in \(place) [instruction-misleads]"), "\(more.output)")
      }
      try RebuiltKernel.build(kernel, "-DTWICE", "-DELSEWHERE")
      #expect(try check().output.contains("; new in other #2, third ["))
      #expect(try check("--update-baseline").status == 0)
      #expect(try check().status == 0)
      try RebuiltKernel.build(kernel)
      #expect(try check().status == 0)
      let popf = "instruction-misleads instruction popf"
      #expect(try fixed() == ["\(popf) in other #2", "\(popf) in third"])
      // A baseline of an older version has only the class.
      try Output.write(written.replacing(#/"occurrences":\{.*?\},/#, with: ""), to: baseline)
      try RebuiltKernel.build(kernel, "-DTWICE")
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
      for flavour in ["amd64", "cloud-amd64"] { try RebuiltKernel.build(name("6.1.0-25", flavour)) }
      #expect(try check("--update-baseline").status == 0)
      for flavour in ["amd64", "cloud-amd64"] {
        unlink(name("6.1.0-25", flavour))
        try RebuiltKernel.build(name("6.1.0-26", flavour), "-DMOVED")
      }
      let next = try check()
      #expect(next.status == 0 && next.errors.isEmpty, "\(next.output)\(next.errors)")
      #expect(next.output.contains("0 no longer found (compared with k/vmlinuz-6.1.0-25-amd64)"))
      let json = try check("--format", "json")
      try Schemas.expect(json.output.split(separator: "\n").map(String.init), toBe: .check)
      #expect(json.output.contains(#""of":"k/vmlinuz-6.1.0-25-cloud-amd64""#))
      // What is new in it is new, and the old version beside it is compared with its own entry.
      try RebuiltKernel.build(name("6.1.0-26", "amd64"), "-DMORE")
      try RebuiltKernel.build(name("6.1.0-25", "amd64"))
      let more = try check()
      #expect(more.status == 1)
      #expect(more.output.contains("k/vmlinuz-6.1.0-25-amd64: 0 new, "), "\(more.output)")
      #expect(more.output.contains("k/vmlinuz-6.1.0-26-amd64: 1 new, "), "\(more.output)")
      // The next version's entry takes the place of the old one's if that kernel is gone.
      #expect(try check("--update-baseline").status == 0)
      #expect(
        try images() == ["6.1.0-25-amd64", "6.1.0-26-amd64", "6.1.0-26-cloud-amd64"])
      // Of several versions, the closest older one's findings are known.
      try RebuiltKernel.build(name("6.1.0-27", "amd64"), "-DMORE")
      let newest = try check()
      #expect(newest.status == 0)
      #expect(newest.output.contains("(compared with k/vmlinuz-6.1.0-26-amd64)"))
    }
  }

  /// A kernel is compared with its own series, not with a newer one that is checked beside it.
  @Test func severalSeries() throws {
    try Places.withScratchFolder { folder in
      let baseline = folder + "/baseline.json"
      func name(_ version: String) -> String { "\(folder)/k/vmlinuz-\(version)-amd64" }
      func check(_ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "check", "--baseline", baseline, folder + "/k"] + more)
      }
      try FileManager.default.createDirectory(
        atPath: folder + "/k", withIntermediateDirectories: true)
      try RebuiltKernel.build(name("6.1.0-25"))
      try RebuiltKernel.build(name("6.12.0-1"), "-DMORE")
      #expect(try check("--update-baseline").status == 0)
      unlink(name("6.1.0-25"))
      try RebuiltKernel.build(name("6.1.0-26"), "-DMORE")
      let next = try check()
      #expect(next.status == 1 && next.errors.isEmpty, "\(next.output)\(next.errors)")
      #expect(next.output.contains("k/vmlinuz-6.1.0-26-amd64: 1 new, "), "\(next.output)")
      #expect(next.output.contains("(compared with k/vmlinuz-6.1.0-25-amd64)"))
      #expect(next.output.contains("k/vmlinuz-6.12.0-1-amd64: 0 new, "), "\(next.output)")
      // The predecessor's entry is replaced, and what is known of the other series stays.
      let update = try check("--update-baseline")
      #expect(update.status == 0)
      #expect(!update.errors.contains("did not check"), "\(update.errors)")
      let written = try String(contentsOfFile: baseline, encoding: .utf8)
      #expect(written.split(separator: "\n").count == 2)
      #expect(!written.contains("6.1.0-25"))
      #expect(try check().status == 0)
    }
  }

  /// Whose such a report is stands in its key `of`, beside the form.
  @Test(arguments: ["check", "scan"]) func aReportOfSeveralReleases(command: String) throws {
    try Places.withScratchFolder { folder in
      let (kernel, report) = (folder + "/vmlinux", folder + "/report.json")
      try RebuiltKernel.build(kernel)
      let first = try pvkit(command, "--xen", "4.2,4.17", "--format", "json", kernel)
      #expect(first.status == 1 && first.output.contains("\"form\":\"releases\""))
      try Output.write(first.output, to: report)
      let again = try pvkit(command, "--xen", "4.2,4.17", "--baseline", report, kernel)
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.output.contains(": 0 new, "), "\(again.output)")
      try pvkit(command, "--xen", "4.17", "--baseline", report, kernel)
        .expectOneError(
          containing:
            "line 1 is of several releases of Xen, and this run is of one; give a report of "
            + "the same command that was made with the same --xen")
      try Output.write(
        try pvkit(command, "--xen", "4.17", "--format", "json", kernel).output, to: report)
      try pvkit(command, "--xen", "4.2,4.17", "--baseline", report, kernel)
        .expectOneError(
          containing:
            "line 1 is of one release of Xen, and this run is of several; give a report of ")
    }
  }

  @Test func aBaselineThatIsNone() throws {
    try Places.withScratchFolder { folder in
      let kernel = folder + "/vmlinux"
      try RebuiltKernel.build(kernel)
      let scan = try pvkit("scan", "--format", "json", kernel)
      try Output.write("\n" + scan.output, to: folder + "/scan.json")
      try pvkit("check", "--baseline", folder + "/scan.json", kernel)
        .expectOneError(containing: "line 2 is of the form scan, not check")
      try pvkit("check", "--baseline", kernel + ".S", kernel)
        .expectOneError(containing: "line 1 is not a line of a JSON report")
      // A run that judged nothing writes no baseline, and an empty one can only be updated.
      let empty = folder + "/empty"
      let nothing = try pvkit("check", "--baseline", empty, "--update-baseline", "/bin/none")
      #expect(nothing.status == 3)
      #expect(nothing.errors.contains("empty was not written, because no image was checked"))
      #expect(!FileManager.default.fileExists(atPath: empty))
      try Output.write("", to: empty)
      try pvkit("check", "--baseline", empty, kernel)
        .expectOneError(containing: "empty: is empty; write it with --update-baseline")
      #expect(try pvkit("check", "--baseline", empty, "--update-baseline", kernel).status == 0)
      #expect(try pvkit("check", "--baseline", empty, kernel).status == 0)
      try pvkit("check", "--baseline", folder + "/none", kernel)
        .expectOneError(containing: "does not exist; write it with --update-baseline")
      #expect(try pvkit("check", "--update-baseline", kernel).status == 2)
      // An image of the baseline that was not there this time.
      try Output.write(
        try pvkit("check", "--format", "json", kernel, "/bin/sh").output, to: folder + "/two.json")
      try RebuiltKernel.build(folder + "/other")
      let other = try pvkit("check", "--baseline", folder + "/two.json", kernel, folder + "/other")
      #expect(other.status == 1)
      #expect(other.errors.contains("two.json: 1 image of the baseline was not checked\n"))
    }
  }

  /// A baseline of one image is compared with an image of any name, and an update keeps both.
  @Test func theOnlyImageIsKept() throws {
    try Places.withScratchFolder { folder in
      let (old, new, baseline) = (folder + "/old", folder + "/new", folder + "/baseline.json")
      try RebuiltKernel.build(old, "-DMORE")
      try RebuiltKernel.build(new)
      func check(_ image: String, _ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "check", "--baseline", baseline, image] + more)
      }
      #expect(try check(old, "--update-baseline").status == 0)
      let first = try String(contentsOfFile: baseline, encoding: .utf8)
      let compared = try check(new)
      #expect(compared.status == 0 && compared.errors.isEmpty, "\(compared.errors)")
      let update = try check(new, "--update-baseline")
      #expect(update.status == 0)
      #expect(
        update.errors.contains("the entries of 1 image that this run did not check stay"),
        "\(update.errors)")
      let both = try String(contentsOfFile: baseline, encoding: .utf8)
      #expect(both.hasPrefix(first) && both.split(separator: "\n").count == 2, "\(both)")
      for image in [old, new] { #expect(try check(image).status == 0) }
    }
  }

  /// A baseline may come through a pipe, but be updated only in a file: nothing waits for a pipe.
  @Test func aBaselineThatIsAPipe() throws {
    try Places.withScratchFolder { folder in
      let (kernel, fifo) = (folder + "/vmlinux", folder + "/fifo")
      try RebuiltKernel.build(kernel)
      #expect(mkfifo(fifo, 0o600) == 0)
      let words = ["timeout", "60", Places.pvkit, "check", "--baseline", fifo, kernel]
      try Command.run(words).expectOneError(
        containing: "fifo: is a pipe to which nothing was written")
      try Command.run(words + ["--update-baseline"])
        .expectOneError(containing: "fifo: is not a regular file, and cannot be updated; name a")
      let script = #""$0" check --format json "$1" | "$0" check --baseline /dev/stdin "$1""#
      let piped = try Command.run(["sh", "-c", script, Places.pvkit, kernel])
      #expect(piped.status == 0, "\(piped.output)\(piped.errors)")
      #expect(piped.output.contains(": 0 new, "), "\(piped.output)")
    }
  }

  /// A file that is no report is not written over, and the cure is not what was done already.
  @Test func aFileThatIsNoBaseline() throws {
    try Places.withScratchFolder { folder in
      try RebuiltKernel.build(folder + "/vmlinux")
      let file = folder + "/keep.json"
      try Output.write("{\"mine\":1}\n", to: file)
      let result = try pvkit(
        "check", "--baseline", file, "--update-baseline", folder + "/vmlinux")
      result.expectOneError(containing: "it was not changed; name a new file")
      #expect(!result.errors.contains("--update-baseline"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "{\"mine\":1}\n")
      try pvkit("check", "--baseline", file, folder + "/vmlinux")
        .expectOneError(containing: Self.help)
    }
  }

  private static let help = "or name a new file and add --update-baseline"

  /// What helps against a report that was cut off, a kernel and a snapshot of types: another file.
  @Test func filesOfOtherKinds() throws {
    try Places.withScratchFolder { folder in
      let (kernel, file) = (folder + "/vmlinux", folder + "/cut.json")
      try RebuiltKernel.build(kernel)
      let report = try pvkit("check", "--format", "json", kernel).output
      try Output.write(String(report.prefix(report.count / 2)), to: file)
      try Output.write("{\n  \"form\": \"abi-snapshot\"\n}\n", to: folder + "/abi.json")
      for name in [file, kernel, folder + "/abi.json"] {
        let result = try pvkit("check", "--baseline", name, kernel)
        result.expectOneError(containing: Self.help)
        #expect(!result.errors.contains("rewrite"), "\(result.errors)")
        try pvkit("check", "--baseline", name, "--update-baseline", kernel)
          .expectOneError(containing: "it was not changed; name a new file")
      }
      // What the message says helps.
      let new = folder + "/new.json"
      #expect(try pvkit("check", "--baseline", new, "--update-baseline", kernel).status == 0)
      #expect(try pvkit("check", "--baseline", new, kernel).status == 0)
    }
  }
}
