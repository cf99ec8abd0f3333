// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// The layout of every structure.
  struct Layouts: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "layouts",
      abstract: "Offsets and sizes of every structure of a release, at its latest interface.",
      discussion: """
        JSON is {"xen", "arch", "interface", "structs": {NAME: {"size", "fields": [[NAME, OFFSET, \
        SIZE], …]}}}, fields in the order of declaration, a structure a line.

        Examples:
          pvkit abi layouts --xen 3.4 --arch i386
          diff <(pvkit abi layouts --xen 4.2 --format json) <(pvkit abi layouts --format json)
        """)
    @OptionGroup var options: ModelOptions
    @Option(help: "The architecture, one at a time: i386 or x86_64.")
    var arch = Architecture.x86_64

    func run() throws {
      let listing = LayoutListing(release: options.xen, architecture: arch)
      switch options.format {
      case .json: print(try listing.json())
      case .text: print(lines: listing.lines(style: .terminal()))
      }
    }
  }
}
