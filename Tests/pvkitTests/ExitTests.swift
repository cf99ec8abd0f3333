// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

@Suite struct ExitTests {
  @Test(arguments: [
    ["--help"], ["--version"], ["help", "check"], ["check", "--help"], ["notes", "--help"],
    ["boot", "--help"], ["generate", "guest", "--help"], ["abi", "struct", "--help"],
  ])
  func helpIsClean(arguments: [String]) throws {
    let result = try Command.run([Places.pvkit] + arguments)
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [
    ["chekc"], ["check"], ["check", "--xen", "5.0", "x"], ["check", "--mode", "vm86", "x"],
    ["check", "--max-unpacked", "0", "x"], ["check", "--format", "yaml", "x"], ["--frobnicate"],
    ["boot"], ["explain", "no-such-rule"], ["abi", "struct", "no_such_struct"],
  ])
  func usageIsTwo(arguments: [String]) throws {
    let result = try Command.run([Places.pvkit] + arguments)
    #expect(result.status == 2, "\(arguments): \(result.errors)")
    #expect(!result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }

  /// A file that the command line names, or that a command finds, is not the command line.
  @Test(arguments: [
    ["--config", "wrong"], ["--config", "none"], ["--files-from", "none"],
    ["--files-from", "empty"],
    ["--baseline", "wrong"], ["--baseline", "none"], ["--suppress", "wrong"],
    ["--suppress", "none"], ["none"],
  ])
  func aWrongFileIsThree(arguments: [String]) throws {
    try Places.withScratchFolder { folder in
      try Output.write("wrong = 1\n", to: folder + "/wrong")
      try Output.write("\n", to: folder + "/empty")
      let words = arguments.map { $0.hasPrefix("--") ? $0 : folder + "/" + $0 }
      let result = try Command.run([Places.pvkit, "check"] + words + [DebianImages.xenShim()])
      #expect(result.status == 3, "\(result.errors)")
      let name = try #require(words.last)
      #expect(result.errors.contains(name), "\(result.errors)")
    }
  }

  /// A check that was not made must not end like one that found nothing: what is to be done is known
  /// where /proc, in which Swift's runtime looks for it, cannot be read.
  @Test func argumentsDoNotComeFromProc() throws {
    try Places.withScratchFolder { folder in
      let trace = folder + "/trace"
      let strace = ["strace", "-f", "-qq", "-e", "trace=openat"]
      let check = ["--", Places.pvkit, "check", "/nowhere"]
      _ = try Command.run(strace + ["-o", trace] + check)
      let calls = try Command.run(["cat", trace]).output.split(separator: "\n")
        .filter { $0.contains("openat(") }
      for (index, call) in calls.enumerated() where call.contains("\"/proc/") {
        let fault = ["-o", "/dev/null", "-e", "inject=openat:error=EACCES:when=\(index + 1)"]
        try Command.run(strace + fault + check).expectOneError(containing: "/nowhere: No such file")
      }
    }
  }

  @Test func outputThatCannotBeWrittenIsAFailure() throws {
    let result = try Command.run([
      "sh", "-c", "\(Places.pvkit) notes \(DebianImages.xenShim()) > /dev/full",
    ])
    #expect(result.status == 3)
    #expect(result.errors.contains("cannot write"))
  }
}
