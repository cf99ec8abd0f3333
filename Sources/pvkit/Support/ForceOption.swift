// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `--force`, for the commands that write a directory of generated files.
struct ForceOption: ParsableArguments {
  @Flag(
    help: """
      Overwrite files that were edited, and those that another command made. Other files are always kept.
      """)
  var force = false
}
