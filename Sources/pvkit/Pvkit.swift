// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Pvkit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pvkit",
    abstract: "Generate, check and boot paravirtualized guest kernels for Xen.")
}
