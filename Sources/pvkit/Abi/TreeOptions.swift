// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestTypes

/// What every command takes that may find a source tree.
struct TreeOptions: ParsableArguments {
  @Option(help: "The compiler that reads the headers of a source tree. (default: $CC, or gcc)")
  var cc: String?

  var compiler: Compiler { Compiler(cc) }
}
