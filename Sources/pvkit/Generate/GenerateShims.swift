// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateShims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shims",
    abstract: "Generate a typed function for each hypercall.",
    discussion: """
      Writes HYPERVISOR_name for each hypercall, _hypercall0 to _hypercall5 for any other number, and \
      MULTI_name, which fills an entry of a multicall. The C functions are inline and enter Xen \
      through assembly that `pvkit generate entry` writes with the same options.

      --entry selects how they enter Xen: page, through a stub of the hypercall page; direct, by the \
      instruction itself (for HVM and PVH guests, that of the processor's vendor); vmcall or vmmcall, \
      always by that instruction.

      Examples:
        pvkit generate shims -o hypercall.h
        pvkit generate shims --xen 2.0 --arch i386 -o hypercall.h
        pvkit generate shims --mode pvh --style asm -o hypercalls.S
        pvkit generate shims --include '<xen/interface/xen.h>' -o hypercall.h
      """)

  @OptionGroup var shims: ShimOptions

  @Option(help: "The language of the shims: C89 (for gcc 3 and Linux 2.6), C11, or assembly.")
  var style = ShimDescription.Style.c89

  @Option(
    name: .customLong("include"),
    help: "A header to include for the types of the arguments; may be repeated. (default: xen.h)")
  var includes: [String] = []

  @Flag(help: "Include nothing; types are only declared, and MULTI_name is omitted.")
  var noInclude = false

  @OptionGroup var output: OutputOption

  func validate() throws {
    _ = try shims.description()
    if noInclude && !includes.isEmpty {
      throw ValidationError("--no-include and --include exclude each other")
    }
    for name in includes where !ShimDescription.isInclude(name) {
      throw ValidationError("--include \(name) is neither NAME nor <NAME>")
    }
  }

  func run() throws {
    let names = includes.isEmpty && !noInclude ? ["xen.h"] : includes
    try output.write(Generate.shims(try shims.description(style, names)))
  }
}

extension ShimDescription.Style: ExpressibleByArgument {}
