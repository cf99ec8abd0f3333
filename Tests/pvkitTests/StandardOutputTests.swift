// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// A file that is standard output, by any name: nothing else is printed behind it, and what prints a
/// report refuses it.
@Suite struct StandardOutputTests {
  static let names = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

  @Test(arguments: names) func aProjectFileIsAlone(name: String) throws {
    let result = try pvkit("init", "-o", name, Places.pvkit)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.hasPrefix("# The project file of pvkit"))
    #expect(!result.output.contains("written; edit it"), "\(result.output.suffix(200))")
  }

  @Test(arguments: names) func aReportIsNotMixedWithAFile(name: String) throws {
    for words in [
      ["check", "--fix", "-o", name, "vmlinux"],
      ["check", "--update-baseline", "--baseline", name, "vmlinux"],
      ["boot", "--format", "json", "--log", name, "vmlinux"],
    ] {
      let result = try Command.run([Places.pvkit] + words)
      #expect(result.status == 2 && result.output.isEmpty, "\(words) \(result.output)")
      #expect(result.errors.contains(": standard output "), "\(result.errors)")
    }
  }
}
