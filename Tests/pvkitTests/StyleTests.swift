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

  /// The demonstration's own titles; with `false` for pvkit it ends at the second.
  @Test(arguments: [("", true), ("1", false)])
  func theDemonstrationObeysToo(noColor: String, isBold: Bool) throws {
    let command = Places.package + "/Docs/demo/run false"
    let environment = ["NO_COLOR": noColor, "PVKIT_IMAGES": "/nonexistent"]
    let terminal = try Command.run(
      ["script", "-qec", command, "/dev/null"], environment: environment)
    let piped = try Command.run(["sh", "-c", command], environment: environment)
    #expect(terminal.output.contains("== Real kernels"))
    #expect(terminal.output.contains("\u{1b}[1m") == isBold)
    #expect(piped.output.contains("\n== Real kernels"))
    #expect(!piped.output.contains("\u{1b}"))
  }
}
