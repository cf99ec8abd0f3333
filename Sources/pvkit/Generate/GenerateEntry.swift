// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateEntry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entry",
    abstract: "Generate the assembly through which the shims enter Xen.",
    discussion: """
      Writes the hypercall page, or the choice between vmcall and vmmcall. For PV guests it also \
      writes xen_iret, to which a kernel jumps; for HVM and PVH guests xen_cpuid_base and \
      xen_hypercall_setup, which find Xen.

      Examples:
        pvkit generate entry -o hypercall_entry.S
        pvkit generate entry --arch i386 --mode pvh --entry direct -o hypercall_entry.S
      """)

  @OptionGroup var shims: ShimOptions
  @OptionGroup var output: OutputOption

  func validate() throws { _ = try shims.description() }

  func run() throws { try output.write(Generate.entry(try shims.description())) }
}
