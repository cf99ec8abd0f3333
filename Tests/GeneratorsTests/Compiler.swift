// SPDX-License-Identifier: Apache-2.0

import Commands

/// The C compilers that generated files are for.
enum Compiler: String, CaseIterable {
  case gcc, clang

  /// Compiles `source`, a C file in memory, with warnings as errors; nil when all is well, what
  /// the compiler says otherwise.
  func complaint(about source: String, _ options: [String]) throws -> String? {
    let command =
      [rawValue, "-Wall", "-Wextra", "-Werror", "-fsyntax-only"] + options + ["-x", "c", "-"]
    let result = try Command.run(command, input: Array(source.utf8))
    return result.status == 0 ? nil : String(result.errors.prefix(2000))
  }
}
