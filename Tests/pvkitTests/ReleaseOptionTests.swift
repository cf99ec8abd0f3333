// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// `--xen`, the same for every command that takes it.
@Suite struct ReleaseOptionTests {
  /// What users write, and the release that it means.
  @Test(arguments: [
    ("3.0", "3.0.4"), ("3.0.0", "3.0.0"), ("3.0.1", "3.0.0"), ("3.0.2", "3.0.2"),
    ("3.0.9", "3.0.4"), ("4.17", "4.17"), ("4.17.7", "4.17"),
  ])
  func meansAModelledRelease(written: String, meant: String) throws {
    let result = try pvkit("abi", "layouts", "--format", "json", "--xen", written)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\"xen\":\"\(meant)\""), "\(result.output.prefix(99))")
  }

  /// `check` tells updates apart, and takes none that never was.
  @Test(arguments: [
    ("3.0", "3.0 is a series; give one of its releases: 3.0.0, 3.0.2, 3.0.3, 3.0.4"),
    ("4.10.99", "there is no 4.10.99: the last update of 4.10 is 4.10.4"),
    ("3.0.9", "there is no 3.0.9: the last update of 3.0 is 3.0.4"),
  ])
  func anUpdateThatNeverWas(written: String, answer: String) throws {
    let result = try Command.run([Places.pvkit, "check", "--xen", written, "x"])
    #expect(result.status == 2)
    let first = result.errors.split(separator: "\n").first ?? ""
    #expect(first.hasSuffix(answer), "\(result.errors)")
  }

  @Test(arguments: ["512", "1", "5000T", "0M", "lots"])
  func aMemoryThatIsNone(written: String) throws {
    let result = try Command.run([Places.pvkit, "check", "--memory", written, "x"])
    #expect(result.status == 2)
    #expect(result.errors.contains("expected 1M to 4096T with its unit, such as 512M, 1G or 1T"))
  }

  @Test(arguments: [
    ("5.0", "; nearest: 4.22"), ("3.7", "; nearest: 3.4"), ("1.2", "; nearest: 3.0.0"),
    ("v4.17", "; nearest: 4.17"), ("latest", ""),
  ])
  func anUnknownOneIsOneLine(written: String, hint: String) throws {
    for command in [["check"], ["abi", "struct"], ["generate", "headers"]] {
      let result = try Command.run([Places.pvkit] + command + ["--xen", written, "x"])
      #expect(result.status == 2)
      let first = result.errors.split(separator: "\n").first ?? ""
      #expect(first.hasSuffix("known releases: 3.0.0 … 4.22" + hint), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count <= 4, "\(result.errors)")
    }
  }
}
