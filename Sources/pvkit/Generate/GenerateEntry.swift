// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators

struct GenerateEntry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entry",
    abstract: "Generate the assembly that a guest's shims enter Xen through.",
    discussion: """
      The hypercall page, or the choice between vmcall and vmmcall; xen_iret, to which a PV guest \
      jumps; and for HVM and PVH guests how Xen is found: xen_cpuid_base and xen_hypercall_setup.

      Examples:
        pvkit generate entry -o hypercall_entry.S
        pvkit generate entry --arch i386 --mode pvh --entry direct -o hypercall_entry.S
      """)

  @OptionGroup var shims: ShimOptions
  @OptionGroup var output: OutputOption

  func validate() throws { _ = try shims.description() }

  func run() throws { try output.write(Generate.entry(try shims.description())) }
}
