// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateShims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shims",
    abstract: "Generate typed functions of a guest's hypercalls.",
    discussion: """
      HYPERVISOR_name for each call, _hypercall0 to _hypercall5 for any other, and MULTI_name, \
      which fills an entry of a multicall. In C they are inline; what they enter Xen through is \
      assembly, which `pvkit generate entry` writes with the same options.

      Ways in (--entry): page, a stub that Xen writes; direct, the instruction itself, and for \
      HVM and PVH guests the one that the processor's vendor asks for; vmcall and vmmcall, that \
      instruction always.

      Examples:
        pvkit generate shims -o hypercall.h
        pvkit generate shims --xen 3.0.0 --arch i386 --entry direct --no-include
        pvkit generate shims --mode pvh --style asm -o hypercalls.S
        pvkit generate shims --include '<xen/interface/xen.h>' -o hypercall.h
      """)

  @OptionGroup var shims: ShimOptions

  @Option(help: "c89, for gcc 3 and Linux 2.6; c11; or asm.")
  var style = ShimDescription.Style.c89

  @Option(
    name: .customLong("include"),
    help: "What the C file includes for the types of arguments; may be repeated. (default: xen.h)")
  var includes: [String] = []

  @Flag(help: "Include nothing: types are declared, and there are no builders of multicalls.")
  var noInclude = false

  @OptionGroup var output: OutputOption

  func validate() throws {
    _ = try shims.description()
    if noInclude && !includes.isEmpty {
      throw ValidationError("--no-include excludes --include")
    }
    for name in includes where !ShimDescription.isInclude(name) {
      throw ValidationError("--include \(name) is neither NAME nor <NAME>")
    }
  }

  func run() throws {
    let names = includes.isEmpty && !noInclude && shims.hasHeader ? ["xen.h"] : includes
    try output.write(Generate.shims(try shims.description(style, names)))
  }
}

extension ShimDescription.Style: ExpressibleByArgument {}
