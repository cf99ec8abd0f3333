// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// At a terminal, which script(1) of util-linux plays.
@Suite struct StyleTests {
  @Test func colourOnATerminalOnly() throws {
    let command = try "\(Places.pvkit) check --mode pvh \(DebianImages.xenShim())"
    let terminal = try Command.run(
      ["script", "-qec", command, "/dev/null"], environment: ["NO_COLOR": ""])
    #expect(terminal.output.contains("\u{1b}[32m"))
    #expect(try !Command.run(["sh", "-c", command]).output.contains("\u{1b}"))
  }

  @Test func noColorIsObeyed() throws {
    let command = try "\(Places.pvkit) check --mode pvh \(DebianImages.xenShim())"
    let result = try Command.run(
      ["script", "-qec", command, "/dev/null"], environment: ["NO_COLOR": "1"])
    #expect(result.output.contains("accepts"))
    #expect(!result.output.contains("\u{1b}"))
  }
}
