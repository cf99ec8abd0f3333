// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

/// `--xen`, the same for every command that takes it.
@Suite struct ReleaseOptionTests {
  /// What users write, and the release that it means.
  @Test(arguments: [
    ("3.0", "3.0.4"), ("3.0.0", "3.0.0"), ("3.0.1", "3.0.0"), ("3.0.2", "3.0.2"),
    ("4.10.4", "4.10"), ("4.17", "4.17"), ("4.17.7", "4.17"),
  ])
  func meansAModelledRelease(written: String, meant: String) throws {
    let result = try pvkit("abi", "layouts", "--format", "json", "--xen", written)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\"xen\":\"\(meant)\""), "\(result.output.prefix(99))")
  }

  /// `check` tells updates apart, and no command takes one that never was.
  @Test(arguments: [
    (
      "3.0", "3.0 is a series; give one of its releases: 3.0.0, 3.0.2, 3.0.3, 3.0.4",
      ["check", "map"]
    ),
    (
      "4.10.99", "there is no 4.10.99: the last update of 4.10 is 4.10.4",
      ["check", "map", "scan", "run"]
    ),
    ("3.0.9", "there is no 3.0.9: the last update of 3.0 is 3.0.4", ["check", "scan"]),
    (
      "4.10-4.11.9", "there is no 4.11.9: the last update of 4.11 is 4.11.4", ["check", "scan"]
    ),
  ])
  func anUpdateThatNeverWas(written: String, answer: String, commands: [String]) throws {
    for command in commands {
      let result = try Command.run([Places.pvkit, command, "--xen", written, "x"])
      #expect(result.status == 2)
      let first = result.errors.split(separator: "\n").first ?? ""
      #expect(first.hasSuffix(answer), "\(command): \(result.errors)")
    }
  }

  /// White space in a list of releases says nothing, in a project file either.
  @Test(arguments: [("4.2, 4.17", "4.2,4.17"), (" 4.16 -4.17 ", "4.16-4.17"), ("4.17 ", "4.17")])
  func whiteSpace(written: String, plain: String) throws {
    let image = try DebianImages.xenShim()
    for command in ["check", "scan"] {
      let result = try pvkit(command, "--xen", written, image)
      #expect(result.status < 2, "\(result.errors)")
      #expect(try result.output == pvkit(command, "--xen", plain, image).output)
    }
    for wrong in ["4.2,,4.17", "4.2 4.17", " ", "4.2,"] {
      #expect(try pvkit("check", "--xen", wrong, image).status == 2, "\(wrong)")
    }
    try Places.withScratchFolder { folder in
      try Output.write("xen = \"\(written)\"\n", to: folder + "/p.toml")
      let result = try pvkit("check", "--config", folder + "/p.toml", image)
      #expect(try result.output == pvkit("check", "--xen", plain, image).output, "\(result.errors)")
    }
  }

  /// More updates may come of a branch that has not ended. How they are read is said; of those that
  /// are known, nothing is.
  @Test(arguments: [("4.17.7", ""), ("4.17.99", "4.17.7"), ("4.18.7", "4.18.6"), ("4.17", "")])
  func anUpdateThatIsNotKnownYet(written: String, newest: String) throws {
    for command in ["check", "map"] {
      let result = try Command.run([
        Places.pvkit, command, "--xen", written, try DebianImages.xenShim(),
      ])
      #expect(result.status < 2)
      #expect(result.output.contains(" \(written) "), "\(result.output)")
      let words = "pvkit: Xen \(written) is newer than \(newest), the newest update of "
      #expect(
        newest.isEmpty ? result.errors.isEmpty : result.errors.hasPrefix(words),
        "\(result.errors)")
      #expect(newest.isEmpty || result.errors.hasSuffix("; it is checked as \(newest) is\n"))
    }
  }

  @Test func aScanSaysHowAnUpdateIsRead() throws {
    let result = try pvkit("scan", "--xen", "4.16,4.17.99", try DebianImages.xenShim())
    #expect(result.errors.hasPrefix("pvkit: Xen 4.17.99 is newer than 4.17.7"), "\(result.errors)")
  }

  /// Who reads a report does not see standard error.
  @Test(arguments: ReportFormatTests.formats)
  func everyReportSaysHowAnUpdateIsRead(format: String) throws {
    let image = try DebianImages.xenShim()
    let words = "is newer than 4.17.7, the newest update of 4.17"
    for releases in ["4.17.99", "4.17,4.17.99"] {
      let command = ["check", "--format", format, "--xen", releases, image]
      let result = try Command.run([Places.pvkit] + command)
      #expect(result.status < 2)
      #expect(result.output.contains("Xen 4.17.99 \(words)"), "\(result.output)")
    }
    let known = try pvkit("check", "--format", format, "--xen", "4.17.7", image)
    #expect(!known.output.contains(words), "\(known.output)")
  }

  @Test(arguments: ["512", "1", "5000T", "0M", "lots"])
  func aMemoryThatIsNone(written: String) throws {
    let result = try Command.run([Places.pvkit, "check", "--memory", written, "x"])
    #expect(result.status == 2)
    #expect(result.errors.contains("expected 1M to 4096T with its unit, such as 512M, 1G or 1T"))
  }

  @Test(arguments: [
    ("5.0", "; nearest: 4.22"), ("3.7", "; nearest: 3.4"), ("1.2", "; nearest: 2.0"),
    ("v4.17", "; nearest: 4.17"), ("latest", ""), ("4.99x", "; nearest: 4.22"),
  ])
  func anUnknownOneIsOneLine(written: String, hint: String) throws {
    for command in [["check"], ["abi", "struct"], ["generate", "headers"]] {
      let result = try Command.run([Places.pvkit] + command + ["--xen", written, "x"])
      #expect(result.status == 2)
      let first = result.errors.split(separator: "\n").first ?? ""
      #expect(
        first.hasSuffix("there is no release \(written); known releases: 2.0, 3.0.0 … 4.22" + hint),
        "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count <= 4, "\(result.errors)")
    }
  }

  /// The early releases are among the known ones of the commands that take them only.
  @Test func withoutEarlyReleases() throws {
    for (written, answer) in [
      ("1.2", "there is no release 1.2; known releases: 3.0.0 … 4.22; nearest: 3.0.0"),
      (
        "2.0",
        "this command takes no release before 3.0.0; known releases: 3.0.0 … 4.22; nearest: 3.0.0"
      ),
    ] {
      let result = try pvkit("scan", "--xen", written, "x")
      #expect(result.status == 2)
      let first = result.errors.split(separator: "\n").first ?? ""
      #expect(first.hasSuffix(answer), "\(result.errors)")
    }
    for written in ["all", "4.2,4.17"] {
      let result = try pvkit("abi", "struct", "--xen", written, "x")
      #expect(
        result.errors.contains("there is no release \(written) that this command takes; known "),
        "\(result.errors)")
    }
  }
}
