// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateHeaders: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headers",
    abstract: "Generate a release's interface as one C header for i386 and x86_64.",
    discussion: """
      Example:
        pvkit generate headers --xen 4.17 -o xen.h
      """)
  @OptionGroup var release: ReleaseOption
  @OptionGroup var output: OutputOption

  func run() throws { try output.write(Generate.header(for: release.xen)) }
}
