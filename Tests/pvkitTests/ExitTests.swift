// SPDX-License-Identifier: Apache-2.0

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

  @Test func outputThatCannotBeWrittenIsAFailure() throws {
    let result = try Command.run([
      "sh", "-c", "\(Places.pvkit) notes \(DebianImages.xenShim()) > /dev/full",
    ])
    #expect(result.status == 3)
    #expect(result.errors.contains("cannot write"))
  }
}
