// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Reports

extension AbiCommand {
  /// Lists the layout of every structure of a release.
  struct Layouts: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "layouts",
      abstract: "List offsets and sizes of every structure of a release.",
      discussion: """
        The layouts are those of the release's latest interface version.

        The JSON form is {"xen", "arch", "interface", "structs": {NAME: {"size", "fields": [[NAME, OFFSET, \
        SIZE], …]}}}, with the fields in the order of their declaration and one structure per line.

        Examples:
          pvkit abi layouts --xen 3.4 --arch i386
          diff <(pvkit abi layouts --xen 4.2 --format json) <(pvkit abi layouts --format json)
        """)
    @OptionGroup var options: ModelOptions
    @Option(help: "The architecture.")
    var arch = Architecture.x86_64

    func validate() throws {
      if LayoutListing(release: options.xen, architecture: arch).layouts.isEmpty {
        throw ValidationError(
          "Xen \(options.xen) has no structures on \(arch), only on i386: --arch i386")
      }
    }

    func run() throws {
      let listing = LayoutListing(release: options.xen, architecture: arch)
      switch options.format {
      case .json: print(try listing.json())
      case .text: print(lines: listing.lines(style: .terminal()))
      }
    }
  }
}
