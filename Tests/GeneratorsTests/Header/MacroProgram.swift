// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// A program that prints what macros of the headers do.
struct MacroProgram: Sendable, CustomTestStringConvertible {
  let name: String
  /// Part of what it must print, whatever the headers.
  let lines: [String]
  var testDescription: String { name }

  /// Both ends of a block ring, and the helpers.
  static let rings = MacroProgram(
    name: "rings.c", lines: ["served: 33 notify 0 more 1", "cpuid by Xen"])
  /// Rings of bytes.
  static let flexRings = MacroProgram(name: "flex_rings.c", lines: ["17 in, 17 out, 9 left, at 13"])

  /// What it prints when it is built with those options.
  func output(_ compiler: Compiler, _ options: [String]) throws -> String {
    try Places.withScratchFolder { folder in
      let program = folder + "/program"
      let source = Places.package + "/Tests/GeneratorsTests/Header/" + name
      let built = try Command.run(
        [compiler.rawValue, "-std=gnu99", "-Wall", "-Wextra", "-Werror", "-o", program, source]
          + options)
      try #require(built.status == 0, "\(built.errors)")
      let run = try Command.run(["prlimit", "--cpu=20", program])
      #expect(run.status == 0, "\(run.errors)")
      return run.output
    }
  }
}
