// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestTypes

/// The options of commands that read source trees.
struct TreeOptions: ParsableArguments {
  @Option(help: "The compiler that reads the headers of a source tree. (default: $CC, or gcc)")
  var cc: String?

  var compiler: Compiler { Compiler(cc) }
}
